import { isObject, type Json, type JsonObject, own } from "../../json.ts";
import { isPattern } from "./formats.ts";
import { typeOf } from "./keywords.ts";

/** What is wrong with a keyword's value, in the validator's words. */
type Rule = (value: Json, schema: JsonObject) => string | undefined;

const TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"];

const anything: Rule = () => undefined;
const text: Rule = (value) => wrongType(value, "string");
const flag: Rule = (value) => wrongType(value, "boolean");
const number: Rule = (value) => wrongType(value, "integer", "number");
const schemas: Rule = (value) => wrongType(value, "object");
const size: Rule = (value) =>
  wrongType(value, "integer") ?? (Number(value) < 0 ? "integer value must be strictly positive" : undefined);
const names: Rule = (value) =>
  wrongType(value, "array") ??
  emptyOrTwice(value) ??
  list(value)
    .map((item, index) => [typeOf(item), index] as const)
    .filter(([type]) => type !== "string")
    .map(([t, at]) => `array element at index ${at} has incorrect type (expected one of [string] but found ${t})`)[0];
const alternatives: Rule = (value) => wrongType(value, "array") ?? empty(value);

/** The keywords of draft-04 and what they take (syntax checks of json-schema-validator 2.2.14). */
const RULES: Readonly<Record<string, Rule>> = {
  $ref: text,
  $schema: text,
  additionalItems: (value) => wrongType(value, "boolean", "object"),
  additionalProperties: (value) => wrongType(value, "boolean", "object"),
  allOf: alternatives,
  anyOf: alternatives,
  default: anything,
  definitions: schemas,
  dependencies: (value) =>
    wrongType(value, "object") ??
    firstOf(Object.entries(object(value)), ([name, one = null]) => {
      if (isObject(one) || Array.isArray(one)) return isObject(one) ? undefined : names(one, {});
      return `dependency value for property "${name}" has incorrect type (expected one of [array, object] but found ${typeOf(one)})`;
    }),
  description: text,
  enum: (value) => wrongType(value, "array") ?? twice(value),
  exclusiveMaximum: (value, schema) => flag(value, schema) ?? paired("exclusiveMaximum", "maximum", schema),
  exclusiveMinimum: (value, schema) => flag(value, schema) ?? paired("exclusiveMinimum", "minimum", schema),
  format: text,
  id: text,
  items: (value) => wrongType(value, "array", "object") ?? (Array.isArray(value) ? empty(value) : undefined),
  maximum: number,
  maxItems: size,
  maxLength: size,
  maxProperties: size,
  minimum: number,
  minItems: size,
  minLength: size,
  minProperties: size,
  multipleOf: (value, schema) =>
    number(value, schema) ?? (Number(value) > 0 ? undefined : "divisor must be strictly greater than zero"),
  not: anything,
  oneOf: alternatives,
  pattern: (value, schema) => text(value, schema) ?? noPattern(`string "${String(value)}"`, String(value)),
  patternProperties: (value, schema) =>
    schemas(value, schema) ??
    firstOf(Object.keys(object(value)), (name) => noPattern(`property name "${name}"`, String(name))),
  properties: schemas,
  required: names,
  title: text,
  type: (value) =>
    wrongType(value, "array", "string") ??
    (Array.isArray(value) ? emptyOrTwice(value) : undefined) ??
    firstOf([value].flat(), noPrimitive),
  uniqueItems: flag,
};

/** Where a schema holds other schemas. */
const NESTED = {
  one: ["additionalItems", "additionalProperties", "items", "not"],
  many: ["allOf", "anyOf", "items", "oneOf"],
  named: ["definitions", "dependencies", "patternProperties", "properties"],
} as const;

/**
 * What keeps a text from being a model: API Gateway refuses what the validator finds wrong, and keywords that it does not
 * know (aws/aws-cdk#11716, #18715, #27433). The first fault with its place, for the log; undefined for a good schema.
 */
export function schemaFault(schema: Json, place = "#"): string | undefined {
  if (!isObject(schema))
    return `${place}: JSON value is of type ${typeOf(schema)}, not a JSON Schema (expected an object)`;
  for (const [keyword, value] of Object.entries(schema)) {
    const rule = own(RULES, keyword);
    if (rule === undefined) return `${place}: unsupported keyword ${JSON.stringify(keyword)}`;
    const fault = rule(value ?? null, schema);
    if (fault !== undefined) return `${place}/${keyword}: ${fault}`;
  }
  return firstOf(children(schema, place), ([child, where]) => schemaFault(child, where));
}

function children(schema: JsonObject, place: string): (readonly [Json, string])[] {
  const found: (readonly [Json, string])[] = [];
  for (const keyword of NESTED.one) {
    const child = schema[keyword];
    const isSchema = keyword === "not" ? child !== undefined : isObject(child);
    if (isSchema) found.push([child ?? null, `${place}/${keyword}`]);
  }
  for (const keyword of NESTED.many) {
    list(schema[keyword]).forEach((child, index) => {
      found.push([child, `${place}/${keyword}/${index}`]);
    });
  }
  for (const keyword of NESTED.named) {
    for (const [name, child] of Object.entries(object(schema[keyword]))) {
      if (keyword !== "dependencies" || isObject(child)) found.push([child ?? null, `${place}/${keyword}/${name}`]);
    }
  }
  return found;
}

function wrongType(value: Json, ...expected: string[]): string | undefined {
  const found = typeOf(value);
  if (expected.includes(found)) return undefined;
  return `value has incorrect type (found ${found}, expected one of [${expected.join(", ")}])`;
}

function empty(value: Json): string | undefined {
  return list(value).length === 0 ? "array must have at least one element" : undefined;
}

function twice(value: Json): string | undefined {
  const items = list(value).map((item) => JSON.stringify(item));
  return new Set(items).size < items.length ? "array must not contain duplicate elements" : undefined;
}

function emptyOrTwice(value: Json): string | undefined {
  return empty(value) ?? twice(value);
}

function noPrimitive(value: Json): string | undefined {
  if (TYPES.includes(String(value))) return undefined;
  return `${JSON.stringify(value)} is not a valid primitive type (valid values are: [${TYPES.join(", ")}])`;
}

function noPattern(what: string, source: string): string | undefined {
  return isPattern(source) ? undefined : `${what} is not a valid ECMA 262 regular expression`;
}

function paired(keyword: string, partner: string, schema: JsonObject): string | undefined {
  return schema[partner] === undefined ? `${keyword} must be paired with ${partner}` : undefined;
}

function firstOf<T>(items: readonly T[], fault: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = fault(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function object(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
