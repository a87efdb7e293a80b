import type { PropertySchema } from "./schema.ts";
import { isList, isMap, type PropertyValue } from "./values.ts";

/** What is wrong with a known value of the right type, in AWS's limits; undefined when nothing is. */
export function violated(value: PropertyValue, schema: PropertySchema): string | undefined {
  if (typeof value === "string") return wrongText(value, schema);
  if (typeof value === "number") return wrongNumber(value, schema);
  if (isList(value)) return wrongCount(value.length, schema);
  return isMap(value) && schema.type === "map" ? wrongCount(Object.keys(value).length, schema) : undefined;
}

function wrongText(value: string, schema: PropertySchema): string | undefined {
  const { min, max, pattern, json } = schema;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return notOneOf(value, schema.enum);
  const length = json === "policy" ? compact(value).length : value.length;
  if ((min !== undefined && length < min) || (max !== undefined && length > max)) {
    return `must be ${range(min, max)} characters long, not ${length}`;
  }
  if (pattern !== undefined && !new RegExp(pattern).test(value)) {
    return `"${value}" does not match the pattern ${pattern}`;
  }
  if (schema.arn === true) return wrongArn(value);
  if (json === "policy" && value === "" && schema.required === true) {
    return "is an empty string, which is not a valid JSON value";
  }
  return json === undefined ? undefined : wrongDocument(value, json);
}

/** IAM does not count the spaces of a policy, and the Terraform provider sends it without any (`ValidIAMPolicyJSON`). */
function compact(policy: string): string {
  try {
    return JSON.stringify(JSON.parse(policy));
  } catch {
    return policy;
  }
}

/** The parts of an ARN that the Terraform provider looks at, whatever the service (`verify.ValidARN`). */
const ARN_PARTS = [
  ["partition", /^aws(-[a-z]+)*$/],
  ["service", /^/],
  ["region", /^([a-z]{2}(-[a-z]+)+-\d)?$/],
  ["account ID", /^(aws|aws-managed|third-party|\d{12}|cw.{10})?$/],
  ["resource", /./],
] as const;

/** What an alarm does to an EC2 instance: no ARN of a resource, and no account in it (`validEC2AutomateARN`). */
const EC2_ACTION = /^arn:[\w-]+:automate:[\w-]+:ec2:(?:reboot|recover|stop|terminate)$/;

function wrongArn(value: string): string | undefined {
  if (value === "" || EC2_ACTION.test(value)) return undefined;
  const [prefix, ...parts] = value.split(":");
  const given = [...parts.slice(0, 4), parts.slice(4).join(":")];
  if (prefix !== "arn" || parts.length < ARN_PARTS.length) return `(${value}) is an invalid ARN`;
  const wrong = ARN_PARTS.find(([, form], index) => !form.test(given[index] ?? ""));
  return wrong === undefined ? undefined : `(${value}) is an invalid ARN: invalid ${wrong[0]} value`;
}

function wrongNumber(value: number, schema: PropertySchema): string | undefined {
  const { min, max } = schema;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return notOneOf(value, schema.enum);
  const outside = (min !== undefined && value < min) || (max !== undefined && value > max);
  return outside ? `must be ${range(min, max)}, not ${value}` : undefined;
}

function wrongCount(count: number, schema: PropertySchema): string | undefined {
  const { min, max } = schema;
  const outside = (min !== undefined && count < min) || (max !== undefined && count > max);
  return outside ? `must have ${range(min, max)} items, not ${count}` : undefined;
}

/** A policy is an object, so that a document in the wrong place is found here and not at `up`. */
function wrongDocument(text: string, kind: NonNullable<PropertySchema["json"]>): string | undefined {
  if (text === "") return undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return `contains an invalid JSON${kind === "policy" ? " policy" : ""}: ${error instanceof Error ? error.message : String(error)}`;
  }
  const isObject = typeof document === "object" && document !== null && !Array.isArray(document);
  return kind === "policy" && !isObject ? "contains an invalid JSON policy: an object is expected" : undefined;
}

/** What a value is, in the words of a message. */
export function kindOf(value: PropertyValue): string {
  if (value === null) return "null";
  if (isList(value)) return "a list";
  if (isMap(value)) return "an object";
  if (typeof value === "object") return value.kind === "asset" ? "an asset" : "an archive";
  return `a ${typeof value}`;
}

function notOneOf(value: string | number, allowed: readonly (string | number)[]): string {
  return `expected one of ${allowed.map((item) => JSON.stringify(item)).join(", ")}, not ${JSON.stringify(value)}`;
}

function range(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return `at most ${max}`;
  if (max === undefined) return `at least ${min}`;
  return `between ${min} and ${max}`;
}
