import type { Json } from "../../../json.ts";
import { jsonEqual } from "../../json-equal.ts";
import {
  bounded,
  type Evaluate,
  type Frame,
  finite,
  leaveToLibrary,
  spend,
  spendItems,
  textOf,
  truth,
  type Value,
} from "./value.ts";

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
      return apply === undefined ? undefined : (frame) => apply(left(frame), right(frame), frame);
    }
  }
}

const operators: ReadonlyMap<string, (left: Value, right: Value, frame: Frame) => Value> = new Map([
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
  ["=", (left, right, frame) => left !== undefined && right !== undefined && areEqual(left, right, frame)],
  ["!=", (left, right, frame) => left !== undefined && right !== undefined && !areEqual(left, right, frame)],
  ["&", concatenated],
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

function areEqual(left: Json, right: Json, frame: Frame): boolean {
  return jsonEqual(left, right, () => spendItems(1, frame));
}

function concatenated(left: Value, right: Value, frame: Frame): string {
  const text = bounded(
    (left === undefined ? "" : textOf(left, frame)) + (right === undefined ? "" : textOf(right, frame)),
  );
  spend(text, frame);
  return text;
}

function includes(left: Value, right: Value, frame: Frame): Value {
  if (left === undefined || right === undefined) return false;
  spend(right, frame);
  return Array.isArray(right) ? (right as readonly Json[]).includes(left) : right === left;
}

/** A range of one number is that number, as every sequence of one. */
function range(left: Value, right: Value, frame: Frame): Value {
  if (left === undefined || right === undefined) {
    if (left !== undefined && !Number.isInteger(left)) leaveToLibrary();
    if (right !== undefined && !Number.isInteger(right)) leaveToLibrary();
    return undefined;
  }
  const [first, last] = [finite(left), finite(right)];
  if (!Number.isInteger(first) || !Number.isInteger(last) || last - first >= LONGEST_RANGE) leaveToLibrary();
  if (first > last) return undefined;
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  spend(numbers, frame);
  return numbers.length === 1 ? first : numbers;
}
