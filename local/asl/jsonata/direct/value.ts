import { isObject, type Json } from "../../../json.ts";
import type { ExpressionScope } from "../../scope.ts";
import { LIMITS } from "../limits.ts";

/** A value of JSONata that is JSON, or nothing. */
export type Value = Json | undefined;

/** What an evaluation sees: the state's scope, and the values of the expression's own names by their slot. */
export interface Frame {
  readonly scope: ExpressionScope;
  readonly locals: Value[];
  /** The item that a predicate is asked about: there names stand for its members, and `$` for itself. */
  focus: Value;
  /** How much may still be gone through, in items, before the library with its time limit takes over. */
  left: number;
}

/** Takes some milliseconds at most. */
export const MOST_ITEMS = 20_000;

export type Evaluate = (frame: Frame) => Value;

/** Thrown where the answer is the library's: an error, whose text it knows, or a value that is not JSON. */
export class LeftToLibrary extends Error {
  override readonly name = "LeftToLibrary";
}

/** One for all: it carries nothing, and its stack would cost more than the evaluation. */
const signal = new LeftToLibrary();

export function leaveToLibrary(): never {
  throw signal;
}

/** A number that JSON has; what is none is the library's to refuse. */
export function finite(value: Value): number {
  return typeof value === "number" && Number.isFinite(value) ? value : leaveToLibrary();
}

/** The effective boolean value; of nothing it is false wherever it is asked for. AWS: docs.jsonata.org, boolean functions. */
export function truth(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return value !== "";
  if (typeof value === "number") return finite(value) !== 0;
  if (Array.isArray(value)) return (value as readonly Json[]).some(truth);
  return value !== undefined && isObject(value) && Object.keys(value).length > 0;
}

/** How many characters, and how many elements of a list that is only copied, cost as much as an item. */
const CHARACTERS_PER_ITEM = 32;
const ELEMENTS_PER_ITEM = 8;

/** Counts what a function or an operator takes in or gives: nearly always too little to count. */
export function spend(value: Value, frame: Frame): void {
  if (typeof value === "string") spendItems(value.length / CHARACTERS_PER_ITEM, frame);
  else if (Array.isArray(value)) spendItems(value.length / ELEMENTS_PER_ITEM, frame);
}

export function spendItems(items: number, frame: Frame): void {
  frame.left -= items;
  if (frame.left < 0) leaveToLibrary();
}

/** The text of a value as `&` and `$string` have it: numbers with 15 digits. */
export function textOf(value: Json, frame: Frame): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  if (typeof value !== "object" || value === null) return String(value);
  const text = JSON.stringify(value, (_name, inner: Json) => {
    spendItems(1, frame);
    return typeof inner === "number" ? shortened(inner) : inner;
  });
  return bounded(text);
}

/** A text that is not too long to be accepted. */
export function bounded(text: string): string {
  return text.length <= LIMITS.textLength ? text : leaveToLibrary();
}

function numberText(value: number): string {
  return JSON.stringify(shortened(finite(value)));
}

function shortened(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(15));
}
