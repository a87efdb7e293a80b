import { isObject, type Json } from "../json.ts";
import { formatFault } from "./schema/formats.ts";
import { finds, lengthOf, typeOf } from "./schema/keywords.ts";

type Message = (expected: Json, found: Json, schema: Readonly<Record<string, Json | undefined>>) => string;

/**
 * How the Java validator that API Gateway uses words a violation of each draft-04 keyword; recorded from
 * json-schema-validator 2.2.14 itself. AWS shows the list of these texts as `$context.error.validationErrorString`.
 */
export const MESSAGES: Readonly<Record<string, Message>> = {
  type: (expected, found) => {
    const allowed = (Array.isArray(expected) ? expected : [expected]).flatMap((type) =>
      type === "number" ? ["integer", "number"] : [type],
    );
    return `instance type (${typeOf(found)}) does not match any allowed primitive type (allowed: ${list(allowed)})`;
  },
  required: (expected, found) => {
    const present = isObject(found) ? found : {};
    return `object has missing required properties (${list(asList(expected).filter((name) => !Object.hasOwn(present, String(name))))})`;
  },
  additionalProperties: (_expected, found, schema) => {
    const patterns = Object.keys(asObject(schema["patternProperties"]));
    const known = asObject(schema["properties"]);
    const extra = Object.keys(asObject(found)).filter(
      (name) => !Object.hasOwn(known, name) && !patterns.some((pattern) => finds(pattern, name)),
    );
    return `object instance has properties which are not allowed by the schema: ${list(extra)}`;
  },
  enum: (expected, found) =>
    `instance value (${JSON.stringify(found)}) not found in enum (possible values: ${JSON.stringify(expected)})`,
  minLength: (expected, found) =>
    `string "${String(found)}" is too short (length: ${lengthOf(String(found))}, required minimum: ${String(expected)})`,
  maxLength: (expected, found) =>
    `string "${String(found)}" is too long (length: ${lengthOf(String(found))}, maximum allowed: ${String(expected)})`,
  pattern: (expected, found) => `ECMA 262 regex "${String(expected)}" does not match input string "${String(found)}"`,
  minimum: (expected, found, schema) =>
    schema["exclusiveMinimum"] === true && found === expected
      ? `numeric instance is not strictly greater than the required minimum ${String(expected)}`
      : `numeric instance is lower than the required minimum (minimum: ${String(expected)}, found: ${String(found)})`,
  maximum: (expected, found, schema) =>
    schema["exclusiveMaximum"] === true && found === expected
      ? `numeric instance is not strictly lower than the required maximum ${String(expected)}`
      : `numeric instance is greater than the required maximum (maximum: ${String(expected)}, found: ${String(found)})`,
  multipleOf: (expected, found) => `remainder of division is not zero (${String(found)} / ${String(expected)})`,
  minItems: (expected, found) =>
    `array is too short: must have at least ${String(expected)} elements but instance has ${asList(found).length} elements`,
  maxItems: (expected, found) =>
    `array is too long: must have at most ${String(expected)} elements but instance has ${asList(found).length} elements`,
  uniqueItems: () => "array must not contain duplicate elements",
  additionalItems: (_expected, found, schema) =>
    `schema only allows ${asList(schema["items"] ?? []).length} elements in array but instance has ${asList(found).length} elements`,
  minProperties: (expected, found) =>
    `object has too few properties (found ${Object.keys(asObject(found)).length} but schema requires at least ${String(expected)})`,
  maxProperties: (expected, found) =>
    `object has too many properties (found ${Object.keys(asObject(found)).length} but schema requires at most ${String(expected)})`,
  anyOf: (expected) => `instance failed to match at least one required schema among ${asList(expected).length}`,
  not: () => "instance matched a schema which it should not have",
  format: (expected, found) =>
    formatFault(String(expected), String(found)) ?? `it misses the format ${String(expected)}`,
};

/** How many of the schemas of an `allOf` or `oneOf` matched. */
export function combinedMessage(keyword: "allOf" | "oneOf", matched: number, total: number): string {
  const wanted = keyword === "allOf" ? "match all required schemas (matched only" : "match exactly one schema (matched";
  return `instance failed to ${wanted} ${matched} out of ${total})`;
}

/** A missing dependency of a property. */
export function dependencyMessage(property: string, needed: readonly Json[], found: Json): string {
  const missing = needed.filter((name) => !Object.hasOwn(asObject(found), String(name)));
  return `property ${JSON.stringify(property)} of object has missing property dependencies (schema requires ${list(needed)}; missing: ${list(missing)})`;
}

/** Names in alphabetical order, as the validator's sorted sets print. */
function list(names: readonly Json[]): string {
  return `[${[...names]
    .map((name) => JSON.stringify(name))
    .sort()
    .join(",")}]`;
}

function asList(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function asObject(value: Json | undefined): Readonly<Record<string, Json | undefined>> {
  return isObject(value) ? value : {};
}
