import { none } from "./arity.ts";
import { JavaException } from "./java-exception.ts";
import { Decimal, isNumber, toText, type Value } from "./values.ts";

type JavaNumber = bigint | number | Decimal;
type Method<T> = (value: T, args: readonly Value[]) => Value | undefined;

const INT_BITS = 32;
const LONG_BITS = 64;

/** The methods that all numbers have. */
const NUMBERS: Readonly<Record<string, Method<JavaNumber>>> = {
  byteValue: none((value) => BigInt.asIntN(8, intOf(value))),
  compareTo: (value, [other]) => (other === undefined ? undefined : BigInt(compare(value, other))),
  doubleValue: none(doubleOf),
  equals: (value, [other]) =>
    other === undefined ? undefined : typeof other === typeof value && toText(other) === toText(value),
  floatValue: none((value) => floatOf(doubleOf(value))),
  intValue: none(intOf),
  longValue: none((value) => BigInt.asIntN(LONG_BITS, whole(value))),
  shortValue: none((value) => BigInt.asIntN(16, intOf(value))),
  toString: (value: JavaNumber, args: readonly Value[]) => (args.length > 0 ? undefined : toText(value)),
};

/** Static methods, which Velocity calls on any value of the class: `#set($Integer = 0)$Integer.parseInt("7")`. */
const INTEGERS: Readonly<Record<string, Method<bigint>>> = {
  max: (_value, args) => ofWhole(args, (one, other) => (one > other ? one : other)),
  min: (_value, args) => ofWhole(args, (one, other) => (one < other ? one : other)),
  sum: (_value, args) => ofWhole(args, (one, other) => one + other),
  valueOf: (value: bigint, [text]: readonly Value[]) =>
    typeof text === "bigint" ? text : parseWhole(text, bitsOf(value)),
};

const DOUBLES: Readonly<Record<string, Method<number>>> = {
  isInfinite: none((value) => !Number.isFinite(value) && !Number.isNaN(value)),
  isNaN: none((value) => Number.isNaN(value)),
  max: (_value, args) => ofNumbers(args, Math.max),
  min: (_value, args) => ofNumbers(args, Math.min),
  parseDouble: (_value, [text]) => parseDouble(text),
  sum: (_value, args) => ofNumbers(args, (one, other) => one + other),
  valueOf: (_value: number, [text]: readonly Value[]) =>
    text !== undefined && text !== null && isNumber(text) ? doubleOf(text) : parseDouble(text),
};

/** Calls a method of a number; undefined when Java has none such for these arguments. */
export function callNumber(value: JavaNumber, name: string, args: readonly Value[]): Value | undefined {
  if (Object.hasOwn(NUMBERS, name)) return NUMBERS[name]?.(value, args);
  if (typeof value === "number") return Object.hasOwn(DOUBLES, name) ? DOUBLES[name]?.(value, args) : undefined;
  if (typeof value !== "bigint") return undefined;
  if (classOf(value) === "BigInteger") return undefined;
  const bits = bitsOf(value);
  if (name === (bits === INT_BITS ? "parseInt" : "parseLong")) return parseWhole(args[0], bits);
  return Object.hasOwn(INTEGERS, name) ? INTEGERS[name]?.(value, args) : undefined;
}

/** Calls a method of a boolean; undefined when Java has none such. */
export function callBoolean(value: boolean, name: string, args: readonly Value[]): Value | undefined {
  const [other] = args;
  switch (name) {
    case "toString":
      return args.length === 0 ? String(value) : undefined;
    case "booleanValue":
      return none(() => value)(value, args);
    case "equals":
      return other === undefined ? undefined : other === value;
    case "parseBoolean":
    case "valueOf":
      if (typeof other === "boolean") return other;
      return typeof other === "string" || other === null ? other?.toLowerCase() === "true" : undefined;
    default:
      return undefined;
  }
}

/** What fits an `Integer` is one, as json-smart reads numbers and Velocity keeps its sums. */
function bitsOf(value: bigint): number {
  return BigInt.asIntN(INT_BITS, value) === value ? INT_BITS : LONG_BITS;
}

function whole(value: JavaNumber): bigint {
  return typeof value === "bigint" ? value : BigInt(Math.trunc(Number(toText(value))));
}

function intOf(value: JavaNumber): bigint {
  return BigInt.asIntN(INT_BITS, whole(value));
}

function doubleOf(value: JavaNumber): number {
  return Number(toText(value));
}

/** A `float` as a double that prints as Java prints the float: the fewest digits that mean it. */
function floatOf(value: number): number {
  const float = Math.fround(value);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) return short;
  }
  return float;
}

/** @throws JavaException for a number of another class, as Java's erased `compareTo` does. */
function compare(value: JavaNumber, other: Value): number {
  if (other === null) throw new JavaException("java.lang.NullPointerException");
  if (!isNumber(other) || classOf(value) !== classOf(other)) {
    throw new JavaException(`java.lang.ClassCastException: ${toText(other)} is of another class than ${toText(value)}`);
  }
  return Math.sign(doubleOf(value) - doubleOf(other));
}

function classOf(value: JavaNumber): string {
  if (value instanceof Decimal) return "BigDecimal";
  if (typeof value === "number") return "Double";
  if (bitsOf(value) === INT_BITS) return "Integer";
  return BigInt.asIntN(LONG_BITS, value) === value ? "Long" : "BigInteger";
}

function ofWhole([one, other]: readonly Value[], run: (one: bigint, other: bigint) => bigint): Value | undefined {
  return typeof one === "bigint" && typeof other === "bigint" ? run(one, other) : undefined;
}

function ofNumbers([one, other]: readonly Value[], run: (one: number, other: number) => number): Value | undefined {
  if (one === undefined || other === undefined || !isNumber(one) || !isNumber(other)) return undefined;
  return run(doubleOf(one), doubleOf(other));
}

function parseWhole(text: Value | undefined, bits: number): Value | undefined {
  if (text !== null && typeof text !== "string") return undefined;
  if (text === null || !/^[+-]?\d+$/.test(text)) throw notANumber(text);
  const value = BigInt(text.replace(/^\+/, ""));
  if (BigInt.asIntN(bits, value) !== value) throw notANumber(text);
  return value;
}

function parseDouble(text: Value | undefined): Value | undefined {
  if (text !== null && typeof text !== "string") return undefined;
  const number = text?.trim() ?? "";
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?$/.test(number)) throw notANumber(text);
  return Number(number.replace(/[fFdD]$/, ""));
}

function notANumber(text: string | null): JavaException {
  return new JavaException(`java.lang.NumberFormatException: For input string: ${JSON.stringify(text)}`);
}
