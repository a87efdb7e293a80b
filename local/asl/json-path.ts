import type { Json } from "../json.ts";
import type { ExpressionScope } from "./scope.ts";

/** A path of AWS's JSONPath dialect, taken apart once. */
export interface Path {
  /** As written. */
  readonly text: string;
  /** Selects one place by names and indexes only, as `ResultPath`, Choice `Variable` and the like require. */
  readonly isReference: boolean;
  /** Selects at most one value; an indefinite path answers an array. */
  readonly isDefinite: boolean;
  /** The value; undefined where a definite path leads nowhere. */
  evaluate(scope: ExpressionScope): Json | undefined;
}

/** The text is no path. The message is what AWS puts after `Value is not a Reference Path`. */
export class PathSyntaxError extends Error {
  override readonly name = "PathSyntaxError";
}

export function compilePath(text: string): Path {
  throw new PathSyntaxError(text);
}
