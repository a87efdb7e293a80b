import { arnLike } from "./arn.ts";
import { bool } from "./bool.ts";
import type { Comparison } from "./comparison.ts";
import { ipAddress } from "./ip-address.ts";
import { date, numeric } from "./numeric.ts";
import { stringEquals, stringEqualsIgnoreCase, stringLike } from "./string.ts";

/** A condition operator: what it compares, and whether it asks for the opposite. */
export interface Operator {
  readonly comparison: Comparison;
  readonly negated: boolean;
}

const is = (comparison: Comparison): Operator => ({ comparison, negated: false });
const not = (comparison: Comparison): Operator => ({ comparison, negated: true });

const equal = (value: number, wanted: number): boolean => value === wanted;
const less = (value: number, wanted: number): boolean => value < wanted;
const atMost = (value: number, wanted: number): boolean => value <= wanted;
const greater = (value: number, wanted: number): boolean => value > wanted;
const atLeast = (value: number, wanted: number): boolean => value >= wanted;

/**
 * Every operator but `Null`, by its name in lower case (IAMUG/reference_policies_elements_condition_operators). Base64
 * of equal bytes is equal text, so `BinaryEquals` compares as text, without variables in it.
 */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["stringequals", is(stringEquals)],
  ["stringnotequals", not(stringEquals)],
  ["stringequalsignorecase", is(stringEqualsIgnoreCase)],
  ["stringnotequalsignorecase", not(stringEqualsIgnoreCase)],
  ["stringlike", is(stringLike)],
  ["stringnotlike", not(stringLike)],
  ["arnequals", is(arnLike)],
  ["arnnotequals", not(arnLike)],
  ["arnlike", is(arnLike)],
  ["arnnotlike", not(arnLike)],
  ["numericequals", is(numeric(equal))],
  ["numericnotequals", not(numeric(equal))],
  ["numericlessthan", is(numeric(less))],
  ["numericlessthanequals", is(numeric(atMost))],
  ["numericgreaterthan", is(numeric(greater))],
  ["numericgreaterthanequals", is(numeric(atLeast))],
  ["dateequals", is(date(equal))],
  ["datenotequals", not(date(equal))],
  ["datelessthan", is(date(less))],
  ["datelessthanequals", is(date(atMost))],
  ["dategreaterthan", is(date(greater))],
  ["dategreaterthanequals", is(date(atLeast))],
  ["bool", is(bool)],
  ["binaryequals", is({ compile: (wanted) => (value) => value === wanted })],
  ["ipaddress", is(ipAddress)],
  ["notipaddress", not(ipAddress)],
]);
