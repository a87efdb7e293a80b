import type { BinaryOperator } from "./ast.ts";
import { Decimal, isNumber, toText, type Value } from "./values.ts";

/**
 * `#if`: null and false are false, every other reference is true, an empty string too; a literal that is neither
 * `true` nor `false` is false (both as Velocity 1.7 does; the second is handled where literals are compiled).
 */
export function isTrue(value: Value): boolean {
  return value !== null && value !== false;
}

/**
 * `==`. Velocity compares numbers by value and anything else of different classes by its text. That null also equals
 * an empty string is API Gateway's own: a missing path is equal to `$null` and to `""`.
 */
export function equalValues(left: Value, right: Value): boolean {
  if (left === null || right === null) return (left ?? "") === (right ?? "");
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0;
  return toText(left) === toText(right);
}

/** Every operator but `&&` and `||`, which decide themselves whether to look at their right side. */
export function operate(operator: Exclude<BinaryOperator, "&&" | "||">, left: Value, right: Value): Value {
  switch (operator) {
    case "==":
      return equalValues(left, right);
    case "!=":
      return !equalValues(left, right);
    case "<":
      return ordered(left, right, (order) => order < 0);
    case "<=":
      return ordered(left, right, (order) => order <= 0);
    case ">":
      return ordered(left, right, (order) => order > 0);
    case ">=":
      return ordered(left, right, (order) => order >= 0);
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
      return isNumber(left) && isNumber(right) ? calculate(operator, left, right) : null;
    default: {
      const never: never = operator;
      throw new Error(`unknown operator ${String(never)}`);
    }
  }
}

/** What is no number has no order: Velocity answers false. */
function ordered(left: Value, right: Value, decide: (order: number) => boolean): boolean {
  return isNumber(left) && isNumber(right) && decide(compareNumbers(left, right));
}

function compareNumbers(left: bigint | number | Decimal, right: bigint | number | Decimal): number {
  const one = left instanceof Decimal ? Number(left.text) : left;
  const other = right instanceof Decimal ? Number(right.text) : right;
  return one < other ? -1 : one > other ? 1 : 0;
}

type Arithmetic = "+" | "-" | "*" | "/" | "%";

/** Whole numbers stay whole (`7 / 2` is 3) and grow without overflow; dividing by zero answers nothing. */
function calculate(operator: Arithmetic, left: bigint | number | Decimal, right: bigint | number | Decimal): Value {
  if (typeof left === "bigint" && typeof right === "bigint") return calculateWhole(operator, left, right);
  const one = Number(left instanceof Decimal ? left.text : left);
  const other = Number(right instanceof Decimal ? right.text : right);
  switch (operator) {
    case "+":
      return one + other;
    case "-":
      return one - other;
    case "*":
      return one * other;
    case "/":
      return other === 0 ? null : one / other;
    case "%":
      return other === 0 ? null : one % other;
    default: {
      const never: never = operator;
      throw new Error(`unknown operator ${String(never)}`);
    }
  }
}

function calculateWhole(operator: Arithmetic, left: bigint, right: bigint): Value {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0n ? null : left / right;
    case "%":
      return right === 0n ? null : left % right;
    default: {
      const never: never = operator;
      throw new Error(`unknown operator ${String(never)}`);
    }
  }
}
