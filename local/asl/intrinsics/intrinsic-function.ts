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

/**
 * The arguments of a call are not of the kind or size they have to be. AWS says just that, and but seldom why:
 * `Invalid arguments in States.MathAdd` (quoted from executions on AWS).
 */
export class IntrinsicArgumentError extends Error {
  override readonly name = "IntrinsicArgumentError";
}

export function expectArray(value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw new IntrinsicArgumentError();
  return value;
}

export function expectString(value: Json | undefined): string {
  if (typeof value !== "string") throw new IntrinsicArgumentError();
  return value;
}

/** An integer; others are rounded to the nearest one, as the documentation says of every function with numbers. */
export function expectInteger(value: Json | undefined): number {
  if (typeof value !== "number") throw new IntrinsicArgumentError();
  return Number.isInteger(value) ? value : Math.round(value);
}

/** AWS takes at most this many characters where a function encodes, decodes or hashes. */
const LONGEST_TEXT = 10_000;

export function expectShort(text: string): string {
  if (text.length > LONGEST_TEXT) throw new IntrinsicArgumentError();
  return text;
}
