import { isObject, type Json } from "../../json.ts";
import { jsonEqual } from "../json-equal.ts";

/** The operators of Jayway's filters (README of json-path/JsonPath, "Filter Operators"). */
export type Operator =
  | "==" | "!=" | "<" | "<=" | ">" | ">=" | "=~"
  | "in" | "nin" | "subsetof" | "anyof" | "noneof" | "all" | "contains" | "size" | "empty"; // biome-ignore format: by kind

type Compare = (left: Json | undefined, right: Json | undefined) => boolean;

/** The test behind an operator; `=~` has its own, because its right side is no value. */
export function comparison(operator: Exclude<Operator, "=~">): Compare {
  return COMPARISONS[operator];
}

const COMPARISONS: Record<Exclude<Operator, "=~">, Compare> = {
  "==": equal,
  "!=": (left, right) => !equal(left, right),
  "<": (left, right) => ordered(left, right, (order) => order < 0),
  "<=": (left, right) => ordered(left, right, (order) => order <= 0),
  ">": (left, right) => ordered(left, right, (order) => order > 0),
  ">=": (left, right) => ordered(left, right, (order) => order >= 0),
  in: (left, right) => Array.isArray(right) && includes(right, left),
  nin: (left, right) => !(Array.isArray(right) && includes(right, left)),
  subsetof: (left, right) => lists(left, right, (own, other) => own.every((item) => includes(other, item))),
  anyof: (left, right) => lists(left, right, (own, other) => own.some((item) => includes(other, item))),
  noneof: (left, right) => lists(left, right, (own, other) => !own.some((item) => includes(other, item))),
  all: (left, right) => lists(left, right, (own, other) => other.every((item) => includes(own, item))),
  contains: (left, right) => {
    if (typeof left === "string") return typeof right === "string" && left.includes(right);
    return Array.isArray(left) && includes(left, right);
  },
  size: (left, right) => sizeOf(left) === right,
  empty: (left, right) => {
    const size = sizeOf(left);
    return size !== undefined && (size === 0) === right;
  },
};

/** Jayway compares a string with a number by turning the right side into the left side's type. */
function equal(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if (typeof left === "string" && typeof right === "number") return left === String(right);
  if (typeof left === "number" && typeof right === "string") return right.trim() !== "" && left === Number(right);
  return jsonEqual(left, right);
}

function ordered(left: Json | undefined, right: Json | undefined, holds: (order: number) => boolean): boolean {
  if (typeof left === "number" && typeof right === "number") return holds(left - right);
  if (typeof left !== "string" || typeof right !== "string") return false;
  return holds(left === right ? 0 : left < right ? -1 : 1);
}

function includes(list: readonly Json[], value: Json | undefined): boolean {
  return list.some((item) => equal(item, value));
}

function lists(
  left: Json | undefined,
  right: Json | undefined,
  holds: (left: readonly Json[], right: readonly Json[]) => boolean,
): boolean {
  return Array.isArray(left) && Array.isArray(right) && holds(left, right);
}

function sizeOf(value: Json | undefined): number | undefined {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}
