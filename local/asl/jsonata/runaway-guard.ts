import { EvaluationError } from "./evaluation-error.ts";
import { LIMIT_TEXTS, LIMITS } from "./limits.ts";
import type { Gate, LibraryExpression } from "./sandbox.ts";
import type { SyntaxNode } from "./syntax-tree.ts";

/** What the library tells its callbacks about the place of an evaluation. */
interface Frame {
  /** Among members that are evaluated at once, where depths cannot be told apart. */
  readonly isParallelCall: boolean;
}

/** How many evaluations there are between two looks at the time: some ten microseconds' worth. */
const EVALUATIONS_PER_LOOK = 64;

/**
 * Bounds the time of an expression's evaluation (the machine's, not that of the runtime's clock, which stands still
 * meanwhile), its depth and the elements of its ranges, by the two callbacks that the library has for this. Where a turn of
 * the event loop is over, it makes the evaluation wait at a gate.
 */
export class RunawayGuard {
  readonly #newGate: () => Gate;
  #gate: Gate | undefined;
  #depth = 0;
  #elements = 0;
  #evaluations = 0;
  /** Milliseconds of earlier turns, and when this one began. */
  #spent = 0;
  #since = 0;
  /** The flag of a frame changes while its members are under way, so their ends cannot be told by it. */
  #uncounted = new WeakMap<Frame, Set<SyntaxNode>>();

  constructor(expression: LibraryExpression, newGate: () => Gate) {
    this.#newGate = newGate;
    expression.assign(Symbol.for("jsonata.__evaluate_entry"), (node: SyntaxNode, _input: unknown, frame: Frame) =>
      this.#enter(node, frame),
    );
    expression.assign(
      Symbol.for("jsonata.__evaluate_exit"),
      (node: SyntaxNode, _input: unknown, frame: Frame, result: unknown) => this.#exit(node, frame, result),
    );
  }

  /** Called before an evaluation. */
  begin(): void {
    this.#gate = undefined;
    this.#depth = 0;
    this.#elements = 0;
    this.#evaluations = 0;
    this.#spent = 0;
    this.#since = performance.now();
    this.#uncounted = new WeakMap();
  }

  /** Where the evaluation waits; undefined where it does not. */
  get isWaiting(): boolean {
    return this.#gate !== undefined;
  }

  /** Called when it may go on: the gate to open. */
  goOn(): Gate | undefined {
    const gate = this.#gate;
    this.#gate = undefined;
    this.#since = performance.now();
    return gate;
  }

  #enter(node: SyntaxNode, frame: Frame): Promise<void> | undefined {
    this.#evaluations++;
    this.#count(node, frame);
    if (this.#gate === undefined && this.#evaluations % EVALUATIONS_PER_LOOK === 0) this.#look();
    return this.#gate?.opened;
  }

  #look(): void {
    const took = performance.now() - this.#since;
    if (this.#spent + took > LIMITS.milliseconds) throw new EvaluationError("bound", LIMIT_TEXTS.time);
    if (took <= LIMITS.turnMilliseconds) return;
    this.#spent += took;
    this.#gate = this.#newGate();
  }

  #count(node: SyntaxNode, frame: Frame): void {
    if (frame.isParallelCall) {
      const nodes = this.#uncounted.get(frame);
      if (nodes === undefined) this.#uncounted.set(frame, new Set([node]));
      else nodes.add(node);
      return;
    }
    this.#depth++;
    if (this.#depth > LIMITS.depth) throw new EvaluationError("bound", LIMIT_TEXTS.stack);
  }

  #exit(node: SyntaxNode, frame: Frame, result: unknown): void {
    if (node.value === ".." && Array.isArray(result)) this.#elements += result.length;
    if (this.#elements > LIMITS.rangeElements) throw new EvaluationError("bound", LIMIT_TEXTS.memory);
    if (!this.#uncounted.get(frame)?.delete(node)) this.#depth--;
  }
}
