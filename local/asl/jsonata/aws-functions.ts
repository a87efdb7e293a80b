import type { Json } from "../../json.ts";
import { partition, range } from "../intrinsics/array.ts";
import { IntrinsicArgumentError } from "../intrinsics/intrinsic-function.ts";
import { seededFraction } from "../intrinsics/math.ts";
import { hash, parseJson } from "../intrinsics/text.ts";
import type { ExpressionScope } from "../scope.ts";
import { EvaluationError } from "./evaluation-error.ts";
import { LIMIT_TEXTS, LIMITS } from "./limits.ts";
import type { LibraryExpression, LibraryFunction } from "./sandbox.ts";

/**
 * Adds AWS's own functions to an expression, takes `$eval` away, and has time and randomness come from the host.
 * AWS: DG/transforming-data; step-functions.md §6.3.
 */
export function registerAwsFunctions(
  expression: LibraryExpression,
  host: () => ExpressionScope["host"] | undefined,
  fromMillis: LibraryFunction,
  pad: LibraryFunction,
): void {
  const now = (): number => host()?.clock.now() ?? 0;
  const register = expression.registerFunction.bind(expression);
  register(
    "partition",
    (list: readonly Json[], size: number) => checked(() => partition(list, Math.round(size))),
    "<an:a>",
  );
  register(
    "range",
    (first: number, last: number, step: number) =>
      checked(() => range(Math.round(first), Math.round(last), Math.round(step))),
    "<nnn:a>",
  );
  register("hash", (content: Json, algorithm: string) => checked(() => hashOf(content, algorithm)), "<xs:s>");
  register(
    "random",
    (seed?: number) => (seed === undefined ? (host()?.ids.random() ?? 0) : seededFraction(Math.round(seed))),
    "<n?:n>",
  );
  register("uuid", () => host()?.ids.uuid(), "<:s>");
  register("parse", (text?: string) => (text === undefined ? undefined : checked(() => parseJson(text))), "<s-:x>");
  register("millis", now, "<:n>");
  register(
    "now",
    (picture?: string, timezone?: string) => fromMillis.call({}, Math.floor(now()), picture, timezone),
    "<s?s?:s>",
  );
  register(
    "pad",
    (text: string, width: number, character?: string) => {
      if (Math.abs(width) > LIMITS.textLength) throw new EvaluationError("bound", LIMIT_TEXTS.memory);
      return pad.call({}, text, width, character);
    },
    "<s-ns?:s>",
  );
  expression.assign("eval", undefined);
}

function hashOf(content: Json, algorithm: string): string {
  return hash(typeof content === "string" ? content : JSON.stringify(content), algorithm);
}

function checked(compute: () => Json): Json {
  try {
    return compute();
  } catch (error) {
    if (error instanceof IntrinsicArgumentError) throw new EvaluationError("bound", error.message);
    throw error;
  }
}
