import { EndlessMatch, guardedMatch } from "../../guarded-match.ts";
import { isObject, type Json, type JsonObject, own } from "../../json.ts";
import { Failure } from "../failure.ts";
import { WholeFloat } from "../whole-float.ts";
import { formatFault } from "./formats.ts";
import { isMultiple } from "./multiple.ts";

/** Whether a value fits one keyword of its schema; values of other types fit. */
type Holds = (expected: Json, found: Json, schema: JsonObject) => boolean;

/** The keywords of draft-04 that look at a value itself. */
const KEYWORDS: Readonly<Record<string, Holds>> = {
  additionalItems: (expected, found, { items }) =>
    expected !== false || !Array.isArray(found) || !Array.isArray(items) || found.length <= items.length,
  additionalProperties: (expected, found, schema) =>
    expected !== false || !isObject(found) || Object.keys(found).every((name) => isKnown(name, schema)),
  enum: (expected, found) => !Array.isArray(expected) || expected.some((one) => sameValue(one, found)),
  format: (expected, found) => typeof found !== "string" || formatFault(String(expected), found) === undefined,
  maximum: bound((found, limit, exclusive) => (exclusive ? found < limit : found <= limit), "exclusiveMaximum"),
  maxItems: size(Array.isArray, (found: readonly Json[]) => found.length, atMost),
  maxLength: size(isText, lengthOf, atMost),
  maxProperties: size(isObject, (found: JsonObject) => Object.keys(found).length, atMost),
  minimum: bound((found, limit, exclusive) => (exclusive ? found > limit : found >= limit), "exclusiveMinimum"),
  minItems: size(Array.isArray, (found: readonly Json[]) => found.length, atLeast),
  minLength: size(isText, lengthOf, atLeast),
  minProperties: size(isObject, (found: JsonObject) => Object.keys(found).length, atLeast),
  multipleOf: (expected, found) => {
    const number = numberOf(found);
    return number === undefined || typeof expected !== "number" || isMultiple(number, expected);
  },
  pattern: (expected, found) => typeof found !== "string" || finds(String(expected), found),
  required: (expected, found) =>
    !Array.isArray(expected) || !isObject(found) || expected.every((name) => Object.hasOwn(found, String(name))),
  type: (expected, found) =>
    typeof expected === "string"
      ? isOfType(expected, found)
      : Array.isArray(expected) && expected.some((type) => isOfType(String(type), found)),
  uniqueItems: (expected, found) => expected !== true || !Array.isArray(found) || isUnique(found),
};

/** Whether a value fits a keyword; what draft-04 does not know says nothing (`const`, `if`, `contains` …). */
export function fits(keyword: string, found: Json, schema: JsonObject): boolean {
  const expected = schema[keyword];
  const holds = own(KEYWORDS, keyword);
  return expected === undefined || holds === undefined || holds(expected, found, schema);
}

/** The JSON type of a value; numbers without a fraction are integers, if they are written so. */
export function typeOf(value: Json): string {
  if (value === null) return "null";
  if ((value as unknown) instanceof WholeFloat) return "number";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

/** Code points, as the validator counts. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

const patterns = new Map<string, RegExp>();

/**
 * A pattern as Rhino takes it: ECMA 262 without Unicode mode, found anywhere.
 *
 * @throws Failure when it is none.
 */
function ecmaPattern(source: string): RegExp {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  try {
    const compiled = new RegExp(source);
    patterns.set(source, compiled);
    return compiled;
  } catch (error) {
    throw new Failure("internal", `the model's pattern ${source} is no ECMA 262 regular expression: ${String(error)}`);
  }
}

/**
 * Whether a pattern is found in a text.
 *
 * @throws Failure for one that is none, and for one that backtracks without end: a frame must not hold up the others.
 */
export function finds(pattern: string, text: string): boolean {
  const expression = ecmaPattern(pattern);
  try {
    return guardedMatch(expression, text, () => expression.test(text));
  } catch (error) {
    throw error instanceof EndlessMatch ? new Failure("internal", `the model's pattern: ${error.message}`) : error;
  }
}

function isOfType(type: string, found: Json): boolean {
  const actual = typeOf(found);
  return actual === type || (type === "number" && actual === "integer");
}

function isKnown(name: string, { properties, patternProperties }: JsonObject): boolean {
  if (isObject(properties) && Object.hasOwn(properties, name)) return true;
  return isObject(patternProperties) && Object.keys(patternProperties).some((one) => finds(one, name));
}

function numberOf(found: Json): number | undefined {
  const value: unknown = found;
  return value instanceof WholeFloat ? Number(value) : typeof found === "number" ? found : undefined;
}

function bound(holds: (found: number, limit: number, exclusive: boolean) => boolean, exclusiveKeyword: string): Holds {
  return (expected, found, schema) => {
    const number = numberOf(found);
    if (number === undefined || typeof expected !== "number") return true;
    return holds(number, expected, schema[exclusiveKeyword] === true);
  };
}

function size<T extends Json>(
  is: (found: Json) => found is T,
  measure: (found: T) => number,
  holds: (size: number, limit: number) => boolean,
): Holds {
  return (expected, found) => typeof expected !== "number" || !is(found) || holds(measure(found), expected);
}

function isText(found: Json): found is string {
  return typeof found === "string";
}

function atMost(found: number, limit: number): boolean {
  return found <= limit;
}

function atLeast(found: number, limit: number): boolean {
  return found >= limit;
}

/** Numbers are the same however they are written, and members in whatever order they stand. */
function sameValue(one: Json, other: Json): boolean {
  const numbers = [numberOf(one), numberOf(other)];
  if (numbers[0] !== undefined || numbers[1] !== undefined) return numbers[0] === numbers[1];
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item: Json, index) => sameValue(item, other[index] ?? null));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && sameValue(one[name] ?? null, other[name] ?? null))
  );
}

/** Unlike for `enum`, objects with their members in another order are others. */
function isUnique(items: readonly Json[]): boolean {
  return new Set(items.map((item) => JSON.stringify(item))).size === items.length;
}
