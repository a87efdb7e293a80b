import { enumValueSet } from "../aws/enum-value-set.ts";
import { isObject, type Json } from "../json.ts";
import { constraintViolation, serializationException } from "./errors.ts";

/** What the service's model demands of one member of a request. */
export interface Constraint {
  readonly type: "string" | "integer" | "float" | "boolean" | "list" | "structure";
  readonly required?: true;
  /** Least length of a string or list, least value of a number. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: Pattern;
  readonly values?: readonly string[];
  /** The model marks the member as sensitive: its value is not repeated in the message. */
  readonly sensitive?: true;
  /** The members of a structure, or of each structure in a list. */
  readonly members?: Constraints;
  /** What the items of a list are that are no structures. */
  readonly items?: Constraint;
  /** The Java class of the structures in a list, which the framework prints a refused list with. */
  readonly itemClass?: string;
}

/** A pattern, and its text as the service's model spells it and the message shows it. */
export interface Pattern {
  readonly matches: RegExp;
  readonly text: string;
}

/** Members by name, in the model's order, which is the order of the violations in the message. */
export type Constraints = Readonly<Record<string, Constraint>>;

/**
 * Holds a request against its shape, as the framework under the service does before the service sees it.
 *
 * @throws AwsError SerializationException for a wrong JSON type; ValidationException with every violation:
 * `1 validation error detected: Value 'x' at 'name' failed to satisfy constraint: Member must …`.
 */
export function checkConstraints(input: object, constraints: Constraints): void {
  const violations: string[] = [];
  checkMembers(input as Readonly<Record<string, Json | undefined>>, constraints, "", violations);
  if (violations.length === 0) return;
  const count = violations.length === 1 ? "1 validation error" : `${violations.length} validation errors`;
  throw constraintViolation(`${count} detected: ${violations.join("; ")}`);
}

function checkMembers(
  input: Readonly<Record<string, Json | undefined>>,
  constraints: Constraints,
  prefix: string,
  violations: string[],
): void {
  for (const name in constraints) {
    const constraint = constraints[name];
    if (constraint === undefined) continue;
    const value = input[name];
    const path = prefix + name;
    if (value === undefined || value === null) {
      if (constraint.required) {
        violations.push(`Value null at '${path}' failed to satisfy constraint: Member must not be null`);
      }
      continue;
    }
    checkType(value, constraint.type);
    const demand = brokenDemand(value, constraint);
    if (demand !== undefined) {
      violations.push(`Value${shown(value, constraint)} at '${path}' failed to satisfy constraint: ${demand}`);
    }
    if (constraint.members !== undefined) checkNested(value, constraint.members, path, violations);
    if (constraint.items !== undefined) checkItems(value, constraint.items, path, violations);
  }
}

function checkNested(value: Json, members: Constraints, path: string, violations: string[]): void {
  if (isObject(value)) {
    checkMembers(value, members, `${path}.`, violations);
  } else if (Array.isArray(value)) {
    value.forEach((item: Json, index) => {
      checkType(item, "structure");
      // The framework counts list members from 1 and calls each of them "member".
      if (isObject(item)) checkMembers(item, members, `${path}.${index + 1}.member.`, violations);
    });
  }
}

function checkItems(list: Json, item: Constraint, path: string, violations: string[]): void {
  if (!Array.isArray(list)) return;
  // An item is checked as the only member of a structure whose name is the item's place.
  list.forEach((value: Json, index) => {
    const place = `${path}.${index + 1}.member`;
    checkMembers({ [place]: value }, { [place]: { ...item, required: true } }, "", violations);
  });
}

function brokenDemand(value: Json, constraint: Constraint): string | undefined {
  const { min, max, pattern, values } = constraint;
  if (typeof value === "number") {
    if (min !== undefined && value < min) return `Member must have value greater than or equal to ${min}`;
    if (max !== undefined && value > max) return `Member must have value less than or equal to ${max}`;
    return undefined;
  }
  if (typeof value === "string" || Array.isArray(value)) {
    if (min !== undefined && value.length < min) return `Member must have length greater than or equal to ${min}`;
    if (max !== undefined && value.length > max) return `Member must have length less than or equal to ${max}`;
  }
  if (typeof value !== "string") return undefined;
  if (values !== undefined && !values.includes(value)) {
    return `Member must satisfy enum value set: ${enumValueSet(values)}`;
  }
  if (pattern !== undefined && !pattern.matches.test(value)) {
    return `Member must satisfy regular expression pattern: ${pattern.text}`;
  }
  return undefined;
}

function shown(value: Json, constraint: Constraint): string {
  if (constraint.sensitive) return "";
  return ` '${javaText(value, constraint.itemClass)}'`;
}

/** A value as `toString` prints it: `[Class(member=value, …), …]`, texts without quotes. */
function javaText(value: Json, itemClass: string | undefined): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => javaText(item, itemClass)).join(", ")}]`;
  if (!isObject(value)) return String(value);
  const members = Object.entries(value).map(([name, member]) => `${name}=${javaText(member ?? null, undefined)}`);
  return `${itemClass ?? ""}(${members.join(", ")})`;
}

function checkType(value: Json, type: Constraint["type"]): void {
  const actual = jsonType(value);
  switch (type) {
    case "string":
      if (actual !== "STRING_VALUE") throw mismatch(actual, "a String");
      return;
    case "integer":
    case "float":
      if (actual !== "NUMBER_VALUE") throw mismatch(actual, type === "integer" ? "an Integer" : "a Float");
      return;
    case "boolean":
      if (actual !== "TRUE_VALUE" && actual !== "FALSE_VALUE") throw mismatch(actual, "a Boolean");
      return;
    case "list":
      if (actual !== "LIST") throw serializationException("Expected list or null");
      return;
    case "structure":
      if (actual !== "STRUCTURE") throw serializationException("Expected null");
      return;
    default: {
      const never: never = type;
      throw new Error(`unknown member type ${String(never)}`);
    }
  }
}

function mismatch(actual: string, wanted: string): Error {
  if (actual === "STRUCTURE") return serializationException("Start of structure or map found where not expected.");
  if (actual === "LIST") return serializationException("Start of list found where not expected");
  return serializationException(`${actual} can not be converted to ${wanted}`);
}

function jsonType(value: Json): string {
  if (typeof value === "string") return "STRING_VALUE";
  if (typeof value === "number") return "NUMBER_VALUE";
  if (typeof value === "boolean") return value ? "TRUE_VALUE" : "FALSE_VALUE";
  return Array.isArray(value) ? "LIST" : "STRUCTURE";
}
