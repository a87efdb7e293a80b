import { validation } from "../errors.ts";

/** Numbers reach from 1E-130 to 9.99…E+125 with 38 digits (DDG/HowItWorks.NamingRulesDataTypes). */
const LARGEST_EXPONENT = 125;
const SMALLEST_EXPONENT = -130;
const MOST_DIGITS = 38;
/** Texts up to here are told apart by their floating-point numbers, and in the right order. */
const EXACT_LENGTH = 15;

/** A number as `units` · 10^-`scale`. */
interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** Numbers are kept in their plain form: an optional sign, digits, and perhaps a point and more digits. */
function parse(text: string): Decimal {
  const point = text.indexOf(".");
  if (point < 0) return { units: BigInt(text), scale: 0 };
  return { units: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
}

function aligned(one: string, other: string): readonly [bigint, bigint, number] {
  const [left, right] = [parse(one), parse(other)];
  const scale = Math.max(left.scale, right.scale);
  const units = (number: Decimal): bigint => number.units * 10n ** BigInt(scale - number.scale);
  return [units(left), units(right), scale];
}

/** Below zero when the first number is the smaller, above when it is the larger. */
export function compareNumbers(one: string, other: string): number {
  if (one === other) return 0;
  if (one.length <= EXACT_LENGTH && other.length <= EXACT_LENGTH) return Number(one) - Number(other);
  const [left, right] = aligned(one, other);
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * The sum of two numbers.
 *
 * @throws AwsError `ValidationException` for one that DynamoDB does not keep: nothing is rounded.
 */
export function sumOf(one: string, other: string): string {
  const [left, right, scale] = aligned(one, other);
  return plain({ units: left + right, scale });
}

/** The number with the other sign. */
export function negated(number: string): string {
  if (number === "0") return number;
  return number.startsWith("-") ? number.slice(1) : `-${number}`;
}

/** A number's digits without the zeros around them, and the power of ten of the first. */
export function digitsOf(number: string): { readonly digits: string; readonly exponent: number } {
  const { units, scale } = parse(number);
  const text = String(units < 0n ? -units : units);
  return { digits: text.replace(/0+$/, ""), exponent: text.length - 1 - scale };
}

function plain({ units, scale }: Decimal): string {
  if (units === 0n) return "0";
  const text = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).replace(/0+$/, "");
  const number = `${units < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
  check(number);
  return number;
}

function check(number: string): void {
  const { digits, exponent } = digitsOf(number);
  const size = "Attempting to store a number with magnitude";
  if (exponent > LARGEST_EXPONENT) throw validation(`Number overflow. ${size} larger than supported range`);
  if (exponent < SMALLEST_EXPONENT) throw validation(`Number underflow. ${size} smaller than supported range`);
  if (digits.length > MOST_DIGITS) {
    throw validation(`Attempting to store more than ${MOST_DIGITS} significant digits in a Number`);
  }
}
