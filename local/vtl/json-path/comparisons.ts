import { writeJson } from "../json.ts";
import { isNumber, JavaList, toText, type Value } from "../values.ts";

/** What stands on a side of a comparison; undefined where a path leads nowhere. */
export type Side = Value | undefined;

/** The operators of Jayway's filters, but `=~`, whose right side is no value. */
export const COMPARISONS = {
  "==": equal,
  "===": equal,
  "!=": (left, right) => !equal(left, right),
  "!==": (left, right) => !equal(left, right),
  "<": (left, right) => ordered(left, right, (order) => order < 0),
  "<=": (left, right) => ordered(left, right, (order) => order <= 0),
  ">": (left, right) => ordered(left, right, (order) => order > 0),
  ">=": (left, right) => ordered(left, right, (order) => order >= 0),
  in: (left, right) => itemsOf(right).some((item) => equal(left, item)),
  nin: (left, right) => !itemsOf(right).some((item) => equal(left, item)),
  subsetof: (left, right) => both(left, right, (own, other) => own.every((item) => includes(other, item))),
  anyof: (left, right) => both(left, right, (own, other) => own.some((item) => includes(other, item))),
  noneof: (left, right) => both(left, right, (own, other) => !own.some((item) => includes(other, item))),
  all: (left, right) => both(left, right, (own, other) => other.every((item) => includes(own, item))),
  contains: (left, right) => {
    if (typeof left === "string") return typeof right === "string" && left.includes(right);
    return includes(itemsOf(left), right);
  },
  size: (left, right) => isNumber(right ?? null) && sizeOf(left) === Number(toText(right ?? null)),
  empty: (left, right) => {
    const size = left instanceof Map ? left.size : sizeOf(left);
    return size !== undefined && (size === 0) === right;
  },
} as const satisfies Record<string, (left: Side, right: Side) => boolean>;

/** Text and numbers are compared in the type of the left side. */
function equal(left: Side, right: Side): boolean {
  if (left === undefined || right === undefined) return false;
  if (typeof left === "string" && isNumber(right)) return left === toText(right);
  if (isNumber(left) && typeof right === "string") return right.trim() !== "" && Number(toText(left)) === Number(right);
  if (isNumber(left) && isNumber(right)) return Number(toText(left)) === Number(toText(right));
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object") return left === right;
  return writeJson(left, { escapeSlash: false }) === writeJson(right, { escapeSlash: false });
}

/** Numbers with numbers, text with text; anything else has no order. */
function ordered(left: Side, right: Side, holds: (order: number) => boolean): boolean {
  if (typeof left === "string" && typeof right === "string") return holds(left < right ? -1 : left > right ? 1 : 0);
  if (left === undefined || right === undefined || !isNumber(left) || !isNumber(right)) return false;
  return holds(Number(toText(left)) - Number(toText(right)));
}

function itemsOf(value: Side): readonly Value[] {
  return value instanceof JavaList ? value.items : [];
}

function includes(items: readonly Value[], value: Side): boolean {
  return items.some((item) => equal(item, value));
}

function both(left: Side, right: Side, holds: (left: readonly Value[], right: readonly Value[]) => boolean): boolean {
  return left instanceof JavaList && right instanceof JavaList && holds(left.items, right.items);
}

function sizeOf(value: Side): number | undefined {
  if (typeof value === "string") return value.length;
  return value instanceof JavaList ? value.items.length : undefined;
}
