import type { Json } from "../../json.ts";
import type { ExpressionScope } from "../scope.ts";

/** One of the language's intrinsic functions. AWS: DG/intrinsic-functions. */
export interface IntrinsicFunction {
  /** How many arguments it takes; a definition with more or fewer is refused. */
  readonly fewest: number;
  readonly most: number;
  /** @throws IntrinsicArgumentError where an argument is not of the kind or size it has to be. */
  evaluate(args: readonly Json[], scope: ExpressionScope): Json;
}

/** What is wrong with the arguments of a call. The texts are the project's own: AWS's are not known (step-functions.md §3.2). */
export class IntrinsicArgumentError extends Error {
  override readonly name = "IntrinsicArgumentError";
}

export function expectArray(value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw new IntrinsicArgumentError(`Expected an array, but got ${describe(value)}`);
  return value;
}

export function expectString(value: Json | undefined): string {
  if (typeof value !== "string") throw new IntrinsicArgumentError(`Expected a string, but got ${describe(value)}`);
  return value;
}

/** An integer; others are rounded to the nearest one, as the documentation says of every function with numbers. */
export function expectInteger(value: Json | undefined): number {
  if (typeof value !== "number") throw new IntrinsicArgumentError(`Expected an integer, but got ${describe(value)}`);
  return Number.isInteger(value) ? value : Math.round(value);
}

/** AWS takes at most this many characters where a function encodes, decodes or hashes. */
const LONGEST_TEXT = 10_000;

export function expectShort(text: string): string {
  if (text.length > LONGEST_TEXT) {
    throw new IntrinsicArgumentError(`Expected at most ${LONGEST_TEXT} characters, but got ${text.length}`);
  }
  return text;
}

function describe(value: Json | undefined): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
}
