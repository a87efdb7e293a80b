import type { Json } from "../../../json.ts";
import { jsonEqual } from "../../json-equal.ts";
import { bounded, type Evaluate, finite, leaveToLibrary, textOf, truth, type Value } from "./value.ts";

/** Ranges longer than this are the library's. */
const LONGEST_RANGE = 10_000;

/** The operator between two operands; undefined for one that is not known here. */
export function compileOperator(operator: unknown, left: Evaluate, right: Evaluate): Evaluate | undefined {
  switch (operator) {
    case "and":
      return (frame) => truth(left(frame)) && truth(right(frame));
    case "or":
      return (frame) => truth(left(frame)) || truth(right(frame));
    default: {
      const apply = typeof operator === "string" ? operators.get(operator) : undefined;
      return apply === undefined ? undefined : (frame) => apply(left(frame), right(frame));
    }
  }
}

const operators: ReadonlyMap<string, (left: Value, right: Value) => Value> = new Map([
  ["+", arithmetic((left, right) => left + right)],
  ["-", arithmetic((left, right) => left - right)],
  ["*", arithmetic((left, right) => left * right)],
  ["/", arithmetic((left, right) => left / right)],
  ["%", arithmetic((left, right) => left % right)],
  ["<", order((left, right) => left < right)],
  ["<=", order((left, right) => left <= right)],
  [">", order((left, right) => left > right)],
  [">=", order((left, right) => left >= right)],
  // With nothing on either side both are false.
  ["=", (left, right) => left !== undefined && right !== undefined && jsonEqual(left, right)],
  ["!=", (left, right) => left !== undefined && right !== undefined && !jsonEqual(left, right)],
  [
    "&",
    (left, right) => bounded((left === undefined ? "" : textOf(left)) + (right === undefined ? "" : textOf(right))),
  ],
  ["in", includes],
  ["..", range],
]);

function arithmetic(compute: (left: number, right: number) => number): (left: Value, right: Value) => Value {
  return (left, right) => {
    if (left === undefined || right === undefined) {
      if (left !== undefined) finite(left);
      if (right !== undefined) finite(right);
      return undefined;
    }
    return finite(compute(finite(left), finite(right)));
  };
}

function order(holds: <T extends string | number>(left: T, right: T) => boolean): (left: Value, right: Value) => Value {
  return (left, right) => {
    if (typeof left === "number" && typeof right === "number") return holds(left, right);
    if (typeof left === "string" && typeof right === "string") return holds(left, right);
    const comparable = (value: Value): boolean =>
      value === undefined || typeof value === "string" || typeof value === "number";
    if (comparable(left) && comparable(right) && (left === undefined || right === undefined)) return undefined;
    return leaveToLibrary();
  };
}

function includes(left: Value, right: Value): Value {
  if (left === undefined || right === undefined) return false;
  return Array.isArray(right) ? (right as readonly Json[]).includes(left) : right === left;
}

/** A range of one number is that number, as every sequence of one. */
function range(left: Value, right: Value): Value {
  if (left === undefined || right === undefined) {
    if (left !== undefined && !Number.isInteger(left)) leaveToLibrary();
    if (right !== undefined && !Number.isInteger(right)) leaveToLibrary();
    return undefined;
  }
  const [first, last] = [finite(left), finite(right)];
  if (!Number.isInteger(first) || !Number.isInteger(last) || last - first >= LONGEST_RANGE) leaveToLibrary();
  if (first > last) return undefined;
  return first === last ? first : Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
