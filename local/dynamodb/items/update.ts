import { validation } from "../errors.ts";
import type { Description, Item } from "../table.ts";
import { typeOf } from "./compare.ts";
import { indexKeys } from "./index-entries.ts";
import { Names } from "./names.ts";
import { negated, sumOf } from "./number.ts";
import { type Path, type Value, valueAt } from "./paths.ts";

/** One action of an update expression as dynalite's parser leaves it. */
export interface Section {
  readonly type: "set" | "remove" | "add" | "delete";
  readonly path: Path;
  readonly val: Term;
}

/** What a SET gives: a path, a value, a function of terms or a sum of two. */
type Term = Path | Value | { readonly type: string; readonly name?: string; readonly args: readonly Term[] };

/** A legacy `AttributeUpdates` entry. */
export interface AttributeUpdate {
  readonly Action?: "ADD" | "DELETE" | "PUT";
  readonly Value?: Value;
}

type Attributes = Record<string, Value>;
type Sets = "SS" | "NS" | "BS";

const SETS: readonly string[] = ["SS", "NS", "BS"] satisfies Sets[];
const WRONG_TYPE = "An operand in the update expression has an incorrect data type";
const INVALID_PATH = "The document path provided in the update expression is invalid for update";

/** A copy of an item that can be changed in every part. */
export function copyOf(item: Item): Attributes {
  const copy = new Names<Value>();
  for (const name of Object.keys(item)) copy[name] = copyValue(item[name] as Value);
  return copy;
}

/**
 * Carries out an update expression on an item. All operands are what the item held before, and all places in lists are
 * those before the update (DDG/Expressions.UpdateExpressions).
 *
 * @param item is changed.
 * @throws AwsError `ValidationException`; the item is then in between.
 */
export function updateItem(sections: readonly Section[], item: Attributes, table: Description): void {
  const values = sections.map(({ type, val }) => (type === "set" ? copyValue(resolve(val, item)) : undefined));
  const appended = new Map<Value[], Map<number, Value>>();
  const removed = new Map<Value[], number[]>();
  const append = (list: Value[], place: number, value: Value): void => {
    appended.set(list, (appended.get(list) ?? new Map()).set(place, value));
  };
  // A path that another action makes or removes was refused as overlapping: parents can all be found first.
  const parents = sections.map(({ path }) => parentOf(path, item));
  for (const [at, { type, path, val }] of sections.entries()) {
    const parent = parents[at] as Attributes | Value[];
    const last = path[path.length - 1] as string | number;
    const existing = path.length === 0 ? undefined : valueAt(path, item);
    const next = type === "set" ? values[at] : type === "remove" ? undefined : changed(type, existing, val as Value);
    if (path.length === 1 && type === "set") checkIndexKeys(table, String(last), next as Value);
    if (!Array.isArray(parent)) {
      if (next === undefined) delete parent[String(last)];
      else parent[String(last)] = next;
    } else if (next === undefined) {
      if (existing !== undefined) removed.set(parent, [...(removed.get(parent) ?? []), Number(last)]);
    } else if (existing === undefined) append(parent, Number(last), next);
    else parent[Number(last)] = next;
  }
  for (const [list, places] of appended) {
    list.push(...[...places].sort(([one], [other]) => one - other).map(([, value]) => value));
  }
  for (const [list, places] of removed) {
    for (const place of places.sort((one, other) => other - one)) list.splice(place, 1);
  }
}

/** Carries out legacy `AttributeUpdates` (DDG/LegacyConditionalParameters.AttributeUpdates). */
export function updateAttributes(updates: Readonly<Record<string, AttributeUpdate>>, item: Attributes): void {
  for (const name of Object.keys(updates)) {
    const { Action: action = "PUT", Value: value } = updates[name] as AttributeUpdate;
    const existing = item[name];
    let next = action === "DELETE" && value === undefined ? undefined : value;
    if (action !== "PUT" && value !== undefined) {
      if (existing !== undefined && typeOf(existing) !== typeOf(value)) {
        throw validation("Type mismatch for attribute to update");
      }
      next =
        action === "ADD" && value.L !== undefined
          ? { L: [...(existing?.L ?? []), ...value.L] }
          : changed(action === "ADD" ? "add" : "delete", existing, value);
    }
    if (next === undefined) delete item[name];
    else item[name] = next;
  }
}

function copyValue(value: Value): Value {
  if (value.M !== undefined) return { M: copyOf(value.M) };
  if (value.L !== undefined) return { L: value.L.map(copyValue) };
  return value;
}

function parentOf(path: Path, item: Attributes): Attributes | Value[] {
  if (path.length === 1) return item;
  const parent = valueAt(path.slice(0, -1), item);
  const inside = typeof path[path.length - 1] === "number" ? parent?.L : parent?.M;
  if (inside === undefined) throw validation(INVALID_PATH);
  return inside;
}

/** What ADD and DELETE make of a value; undefined for a set that has lost its last member. */
function changed(action: "add" | "delete", existing: Value | undefined, value: Value): Value | undefined {
  const type = typeOf(value);
  if (existing !== undefined && typeOf(existing) !== type) throw validation(WRONG_TYPE);
  if (value.N !== undefined) return { N: sumOf(existing?.N ?? "0", value.N) };
  if (!SETS.includes(type)) throw validation(WRONG_TYPE);
  const given = membersOf(value);
  const had = existing === undefined ? [] : membersOf(existing);
  if (action === "add") return setOf(type as Sets, [...had, ...given.filter((member) => !had.includes(member))]);
  const left = had.filter((member) => !given.includes(member));
  return left.length === 0 ? undefined : setOf(type as Sets, left);
}

function membersOf(value: Value): readonly string[] {
  return value.SS ?? value.NS ?? value.BS ?? [];
}

function setOf(type: Sets, members: string[]): Value {
  switch (type) {
    case "SS":
      return { SS: members };
    case "NS":
      return { NS: members };
    case "BS":
      return { BS: members };
    default: {
      const never: never = type;
      return never;
    }
  }
}

function isPath(term: Term): term is Path {
  return Array.isArray(term);
}

function resolve(term: Term, item: Item): Value {
  const value = tryResolve(term, item);
  if (value === undefined) {
    throw validation("The provided expression refers to an attribute that does not exist in the item");
  }
  return value;
}

function tryResolve(term: Term, item: Item): Value | undefined {
  if (isPath(term)) return valueAt(term, item);
  if (!("args" in term)) return term;
  const [first, second] = term.args as readonly [Term, Term];
  if (term.type === "function" && term.name === "if_not_exists")
    return tryResolve(first, item) ?? resolve(second, item);
  const one = resolve(first, item);
  if (term.type === "function") {
    if (one.L === undefined) throw validation(WRONG_TYPE);
    const other = resolve(second, item);
    if (other.L === undefined) throw validation(WRONG_TYPE);
    return { L: [...one.L, ...other.L] };
  }
  if (one.N === undefined) throw validation(WRONG_TYPE);
  const other = resolve(second, item);
  if (other.N === undefined) throw validation(WRONG_TYPE);
  return { N: sumOf(one.N, term.type === "add" ? other.N : negated(other.N)) };
}

function checkIndexKeys(table: Description, name: string, value: Value): void {
  for (const { attribute, type } of indexKeys(table)) {
    if (attribute !== name || typeOf(value) === type) continue;
    throw validation("The update expression attempted to update the secondary index key to unsupported type");
  }
}
