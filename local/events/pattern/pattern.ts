import type { Node, ObjectNode } from "../../jackson/node.ts";
import { JsonSyntaxError, parsePositional } from "../../jackson/positional-json.ts";
import { isObject, type Json, type JsonObject, own } from "../../json.ts";
import { compileMatcher } from "./compile-matcher.ts";
import { invalidPattern, PatternError } from "./invalid-pattern.ts";
import type { Matcher, Scalar } from "./matcher.ts";

/** Whether an event fits, and if not, the first field that does not and why. */
export type MatchResult = { readonly matched: true } | { readonly matched: false; readonly reason: string };

/** A pattern that has been checked and made ready. */
export interface EventPattern {
  match(event: JsonObject): MatchResult;
}

/** What no field inside `$or` may be called (event-ruler, `Constants`). */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex not-wildcard " +
    "not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range " +
    "ip-address-in-range ip-address-not-in-range"
  ).split(" "),
);

/** A level of a pattern: fields that must all fit, and alternatives of which one must. */
interface Level {
  readonly fields: ReadonlyMap<string, Level | readonly Matcher[]>;
  readonly alternatives: readonly (readonly Level[])[];
}

/**
 * Checks and compiles an event pattern.
 *
 * @param text the pattern as it was sent: its places appear in the error.
 * @throws AwsError `InvalidEventPatternException` in EventBridge's words.
 */
export function compilePattern(text: string): EventPattern {
  const level = compile(text);
  return { match: (event) => matchLevel(level, event, [event], "") };
}

function compile(text: string): Level {
  try {
    const node = parsePositional(text);
    if (node.kind !== "object") throw new PatternError("Filter is not an object", node.at);
    return compileLevel(node, false);
  } catch (error) {
    if (error instanceof PatternError) throw invalidPattern(error.message, text, error.at, error.twice);
    if (error instanceof JsonSyntaxError) throw invalidPattern(error.message, text, error.at);
    throw error;
  }
}

function compileLevel(node: ObjectNode, insideOr: boolean): Level {
  if (node.members.length === 0) throw new PatternError("Empty objects are not allowed", node.end);
  const fields = new Map<string, Level | readonly Matcher[]>();
  const alternatives: (readonly Level[])[] = [];
  for (const { name, value } of node.members) {
    if (name === "$or") {
      alternatives.push(compileOr(value));
      continue;
    }
    if (insideOr && RESERVED.has(name)) {
      throw new PatternError(`${name} is Ruler reserved fieldName which cannot be used inside $or.`, value.at);
    }
    // A dot joins: {"detail":{"state.status":[…]}} is {"detail":{"state":{"status":[…]}}}.
    const [first = "", ...rest] = name.split(".");
    merge(fields, first, nest(rest, compileField(name, value, insideOr)));
  }
  return { fields, alternatives };
}

function compileField(name: string, value: Node, insideOr: boolean): Level | readonly Matcher[] {
  if (value.kind === "object") return compileLevel(value, insideOr);
  if (value.kind === "scalar") throw new PatternError(`"${name}" must be an object or an array`, value.at);
  if (value.items.length === 0) throw new PatternError("Empty arrays are not allowed", value.end);
  return value.items.map(compileMatcher);
}

function compileOr(node: Node): readonly Level[] {
  if (node.kind !== "array") throw new PatternError("It must be an Array followed with $or.", node.at);
  const levels = node.items.map((item) => {
    if (item.kind !== "object") {
      throw new PatternError("Only JSON object is allowed in array of $or relationship.", item.at);
    }
    return compileLevel(item, true);
  });
  if (levels.length < 2) throw new PatternError("There must have at least 2 Objects in $or relationship.", node.end);
  return levels;
}

function nest(path: readonly string[], inner: Level | readonly Matcher[]): Level | readonly Matcher[] {
  return path.reduceRight<Level | readonly Matcher[]>(
    (value, name) => ({ fields: new Map([[name, value]]), alternatives: [] }),
    inner,
  );
}

/** Two spellings of one path mean both; of one leaf given twice the last counts, as for any repeated JSON key. */
function merge(fields: Map<string, Level | readonly Matcher[]>, name: string, value: Level | readonly Matcher[]): void {
  const before = fields.get(name);
  if (before === undefined || isLeaf(before) || isLeaf(value)) {
    fields.set(name, value);
    return;
  }
  const merged = new Map(before.fields);
  for (const [inner, field] of value.fields) merge(merged, inner, field);
  fields.set(name, { fields: merged, alternatives: [...before.alternatives, ...value.alternatives] });
}

function isLeaf(value: Level | readonly Matcher[]): value is readonly Matcher[] {
  return Array.isArray(value);
}

const MATCHED: MatchResult = { matched: true };

/**
 * @param value one object of the event: of an array, one element, so that fields of different elements never combine.
 * @param all every object of the event at this path: a field is absent only if none of them has it.
 */
function matchLevel(level: Level, value: JsonObject, all: readonly JsonObject[], path: string): MatchResult {
  for (const [name, wanted] of level.fields) {
    const at = path === "" ? name : `${path}.${name}`;
    const found = member(value, name);
    const everywhere = all.flatMap((object) => flat(member(object, name)));
    const result = isLeaf(wanted)
      ? matchLeaf(wanted, flat(found), everywhere, at)
      : matchNested(wanted, flat(found), everywhere, at);
    if (!result.matched) return result;
  }
  for (const levels of level.alternatives) {
    const results = levels.map((alternative) => matchLevel(alternative, value, all, path));
    if (results.some((result) => result.matched)) continue;
    const reasons = results.map((result) => (result.matched ? "" : result.reason));
    return { matched: false, reason: `none of $or: ${reasons.join("; ")}` };
  }
  return MATCHED;
}

function matchNested(level: Level, found: readonly Json[], everywhere: readonly Json[], path: string): MatchResult {
  const all = everywhere.filter(isObject);
  const objects = found.filter(isObject);
  // Without an object there is still one way to fit: every field below must be absent.
  let result = matchLevel(level, objects[0] ?? {}, all, path);
  for (const object of objects.slice(1)) {
    if (result.matched) return result;
    result = matchLevel(level, object, all, path);
  }
  return result;
}

function matchLeaf(
  matchers: readonly Matcher[],
  found: readonly Json[],
  everywhere: readonly Json[],
  path: string,
): MatchResult {
  const scalars = found.filter(isScalar);
  const absent = !everywhere.some(isScalar);
  const fits = matchers.some((matcher) =>
    matcher.kind === "absence" ? absent : scalars.some((scalar) => matcher.matches(scalar)),
  );
  if (fits) return MATCHED;
  const has = scalars.length === 0 ? "is absent" : `is ${scalars.map((scalar) => JSON.stringify(scalar)).join(", ")}`;
  return { matched: false, reason: `${path} ${has}, wanted ${matchers.map((one) => one.wants).join(" or ")}` };
}

/** A field of an object, whether it is nested or its name has the dots in it. */
function member(object: JsonObject, name: string): Json | undefined {
  const plain = own(object, name);
  if (plain !== undefined) return plain;
  const start = `${name}.`;
  const dotted = Object.entries(object).filter(([key]) => key.startsWith(start));
  if (dotted.length === 0) return undefined;
  return Object.fromEntries(dotted.map(([key, value]) => [key.slice(start.length), value]));
}

/** An array's elements, arrays inside flattened as well. */
function flat(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.flatMap(flat) : [value];
}

function isScalar(value: Json): value is Scalar {
  return typeof value !== "object" || value === null;
}
