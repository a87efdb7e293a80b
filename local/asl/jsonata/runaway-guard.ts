import { EvaluationError } from "./evaluation-error.ts";
import { LIMIT_TEXTS, LIMITS } from "./limits.ts";
import type { LibraryExpression } from "./sandbox.ts";
import type { SyntaxNode } from "./syntax-tree.ts";

/** What the library tells its callbacks about the place of an evaluation. */
interface Frame {
  /** Among members that are evaluated at once, where depths cannot be told apart. */
  readonly isParallelCall: boolean;
}

/**
 * Bounds the depth of an expression's evaluation and the elements of its ranges, by the two callbacks that the library has for
 * this.
 *
 * @returns To be called before each evaluation.
 */
export function guardAgainstRunaway(expression: LibraryExpression): () => void {
  let depth = 0;
  let elements = 0;
  expression.assign(Symbol.for("jsonata.__evaluate_entry"), (_node: SyntaxNode, _input: unknown, frame: Frame) => {
    if (frame.isParallelCall) return;
    depth++;
    if (depth > LIMITS.depth) throw new EvaluationError("bound", LIMIT_TEXTS.stack);
  });
  expression.assign(
    Symbol.for("jsonata.__evaluate_exit"),
    (node: SyntaxNode, _input: unknown, frame: Frame, result: unknown) => {
      if (node.value === ".." && Array.isArray(result)) elements += result.length;
      if (elements > LIMITS.rangeElements) throw new EvaluationError("bound", LIMIT_TEXTS.memory);
      if (!frame.isParallelCall) depth--;
    },
  );
  return () => {
    depth = 0;
    elements = 0;
  };
}
