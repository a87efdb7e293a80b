import type { Item } from "../table.ts";
import { compareNumbers } from "./number.ts";
import type { Value } from "./paths.ts";

/** The type of a value, such as `SS`. */
export function typeOf(value: Value): string {
  for (const type in value) return type;
  return "";
}

/** Whether two values are the same: documents by their contents, sets whatever their order. */
export function equal(one: Value, other: Value): boolean {
  const type = typeOf(one);
  if (type !== typeOf(other)) return false;
  switch (type) {
    case "M":
      return equalItems(one.M ?? {}, other.M ?? {});
    case "L":
      return equalLists(one.L ?? [], other.L ?? []);
    case "SS":
      return equalSets(one.SS ?? [], other.SS ?? []);
    case "NS":
      return equalSets(one.NS ?? [], other.NS ?? []);
    case "BS":
      return equalSets(one.BS ?? [], other.BS ?? []);
    default:
      return scalarOf(one) === scalarOf(other);
  }
}

/** Whether two items have the same attributes. */
export function equalItems(one: Item, other: Item): boolean {
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => Object.hasOwn(other, name) && equal(one[name] as Value, other[name] as Value));
}

function equalLists(one: readonly Value[], other: readonly Value[]): boolean {
  return one.length === other.length && one.every((value, at) => equal(value, other[at] as Value));
}

function equalSets(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  const members = new Set(other);
  return one.every((member) => members.has(member));
}

/** Numbers come here in their plain form, bytes in base64: texts are equal when they are. */
function scalarOf(value: Value): string | boolean | undefined {
  return value.S ?? value.N ?? value.B ?? value.BOOL ?? value.NULL;
}

/**
 * Which of two values of one type comes first: numbers by magnitude, texts and bytes byte by byte.
 *
 * @returns undefined where there is no order: values of two types, or of a type that has none.
 */
export function order(one: Value, other: Value): number | undefined {
  if (one.N !== undefined && other.N !== undefined) return compareNumbers(one.N, other.N);
  if (one.S !== undefined && other.S !== undefined) {
    return one.S === other.S ? 0 : Buffer.compare(Buffer.from(one.S), Buffer.from(other.S));
  }
  if (one.B !== undefined && other.B !== undefined) return Buffer.compare(bytesOf(one.B), bytesOf(other.B));
  return undefined;
}

/** Whether text or bytes begin with others. */
export function beginsWith(value: Value, start: Value): boolean {
  if (value.S !== undefined && start.S !== undefined) return value.S.startsWith(start.S);
  if (value.B === undefined || start.B === undefined) return false;
  const beginning = bytesOf(start.B);
  return bytesOf(value.B).subarray(0, beginning.length).equals(beginning);
}

/** Whether text has a part, a set a member or a list an element. */
export function contains(value: Value, part: Value): boolean {
  if (value.L !== undefined) return value.L.some((element) => equal(element, part));
  if (part.S !== undefined) return value.S?.includes(part.S) ?? value.SS?.includes(part.S) ?? false;
  if (part.N !== undefined) return value.NS?.includes(part.N) ?? false;
  if (part.B === undefined) return false;
  return value.B === undefined ? (value.BS?.includes(part.B) ?? false) : bytesOf(value.B).includes(bytesOf(part.B));
}

/** What the function `size` gives for a value; undefined for those that have none. */
export function sizeOf(value: Value): number | undefined {
  if (value.B !== undefined) return bytesOf(value.B).length;
  if (value.M !== undefined) return Object.keys(value.M).length;
  return (value.S ?? value.SS ?? value.NS ?? value.BS ?? value.L)?.length;
}

function bytesOf(base64: string): Buffer {
  return Buffer.from(base64, "base64");
}
