import { EvaluationError } from "./evaluation-error.ts";
import { LIMIT_TEXTS, LIMITS } from "./limits.ts";
import type { LibraryExpression } from "./sandbox.ts";
import type { SyntaxNode } from "./syntax-tree.ts";

/** What the library tells its callbacks about the place of an evaluation. */
interface Frame {
  /** Among members that are evaluated at once, where depths cannot be told apart. */
  readonly isParallelCall: boolean;
}

/** How many evaluations there are between two looks at the time: some ten microseconds' worth. */
const EVALUATIONS_PER_LOOK = 64;

/**
 * Bounds the time of an expression's evaluation (the machine's, not that of the runtime's clock, which stands still meanwhile), its depth and the elements of its ranges, by the two callbacks that the library has
 * for this.
 *
 * @returns To be called before each evaluation.
 */
export function guardAgainstRunaway(expression: LibraryExpression): () => void {
  let depth = 0;
  let elements = 0;
  let evaluations = 0;
  let deadline = 0;
  // The flag of a frame changes while its members are under way, so their ends cannot be told by it.
  let uncounted = new WeakMap<Frame, Set<SyntaxNode>>();
  expression.assign(Symbol.for("jsonata.__evaluate_entry"), (node: SyntaxNode, _input: unknown, frame: Frame) => {
    evaluations++;
    if (evaluations % EVALUATIONS_PER_LOOK === 0 && performance.now() > deadline) {
      throw new EvaluationError("bound", LIMIT_TEXTS.time);
    }
    if (frame.isParallelCall) {
      const nodes = uncounted.get(frame);
      if (nodes === undefined) uncounted.set(frame, new Set([node]));
      else nodes.add(node);
      return;
    }
    depth++;
    if (depth > LIMITS.depth) throw new EvaluationError("bound", LIMIT_TEXTS.stack);
  });
  expression.assign(
    Symbol.for("jsonata.__evaluate_exit"),
    (node: SyntaxNode, _input: unknown, frame: Frame, result: unknown) => {
      if (node.value === ".." && Array.isArray(result)) elements += result.length;
      if (elements > LIMITS.rangeElements) throw new EvaluationError("bound", LIMIT_TEXTS.memory);
      if (!uncounted.get(frame)?.delete(node)) depth--;
    },
  );
  return () => {
    depth = 0;
    elements = 0;
    evaluations = 0;
    deadline = performance.now() + LIMITS.milliseconds;
    uncounted = new WeakMap();
  };
}
