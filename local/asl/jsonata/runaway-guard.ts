import { EvaluationError } from "./evaluation-error.ts";
import { ELSEWHERE, HERE, LIMIT_TEXTS, LIMITS } from "./limits.ts";
import type { LibraryExpression } from "./sandbox.ts";
import type { SyntaxNode } from "./syntax-tree.ts";
import { TakesLong } from "./takes-long.ts";
import { Weights, weightOfText } from "./weights.ts";

/** What the library tells its callbacks about the place of an evaluation. */
interface Frame {
  /** Among members that are evaluated at once, where depths cannot be told apart. */
  readonly isParallelCall: boolean;
}

/** How much an evaluation may take, and what becomes of one that takes more. */
export interface Bounds {
  readonly milliseconds: number;
  readonly weight: number;
  readonly evaluationsPerLook: number;
  readonly now: () => number;
  readonly exceeded: (what: "time" | "memory") => Error;
}

/** On the event loop's thread: what takes more is done elsewhere. */
export const HERE_BOUNDS: Bounds = { ...HERE, now: () => performance.now(), exceeded: () => new TakesLong() };

/** In a thread of its own, by the time that this thread gets, as it shares the machine. */
export const ELSEWHERE_BOUNDS: Bounds = {
  ...ELSEWHERE,
  now: () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  },
  exceeded: (what) => new EvaluationError("bound", LIMIT_TEXTS[what]),
};

/** Texts up to here are not worth weighing. */
const SHORT_TEXT = 1000;

/** Nodes whose value is one that there was before. */
const HANDS_ON: ReadonlySet<string> = new Set([
  "variable",
  "name",
  "value",
  "number",
  "condition",
  "block",
  "bind",
  "lambda",
]);

/**
 * Bounds the time of an expression's evaluation (the machine's, not that of the runtime's clock, which stands still meanwhile), its
 * depth, the elements of its ranges and the weight of its values, by the two callbacks that the library has for this, and by the
 * sandbox's one before each call of a function.
 */
export class RunawayGuard {
  readonly #bounds: Bounds;
  #depth = 0;
  #elements = 0;
  #evaluations = 0;
  #since = 0;
  #weights = new Weights();
  /** The flag of a frame changes while its members are under way, so their ends cannot be told by it. */
  #uncounted = new WeakMap<Frame, Set<SyntaxNode>>();

  constructor(expression: LibraryExpression, bounds: Bounds) {
    this.#bounds = bounds;
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
    this.#depth = 0;
    this.#elements = 0;
    this.#evaluations = 0;
    this.#since = this.#bounds.now();
    this.#weights = new Weights();
    this.#uncounted = new WeakMap();
  }

  /** Called before a function is: some take the square of what they are given, and some call others without a node between. */
  call(name: string, [first, second]: readonly unknown[]): void {
    const { weight, exceeded } = this.#bounds;
    if (name === "pad" && typeof second === "number" && weightOfText(Math.abs(second)) > weight)
      throw exceeded("memory");
    if (name === "distinct" && Array.isArray(first) && first.length ** 2 > weight * 10) throw exceeded("time");
    this.#look();
  }

  #enter(node: SyntaxNode, frame: Frame): void {
    this.#look();
    this.#count(node, frame);
  }

  #look(): void {
    if (++this.#evaluations % this.#bounds.evaluationsPerLook !== 0) return;
    if (this.#bounds.now() - this.#since > this.#bounds.milliseconds) throw this.#bounds.exceeded("time");
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
    if (isMade(node, result) && this.#weights.of(result, this.#bounds.weight) > this.#bounds.weight) {
      throw this.#bounds.exceeded("memory");
    }
    if (!this.#uncounted.get(frame)?.delete(node)) this.#depth--;
  }
}

/** Whether a value that may be heavy was made by its node: what a path leads to is taken as it is, unless it was gathered. */
function isMade({ type }: SyntaxNode, value: unknown): boolean {
  if (typeof value === "string") return value.length > SHORT_TEXT;
  if (typeof value !== "object" || value === null) return false;
  return type === "path" ? "sequence" in value : !HANDS_ON.has(type);
}
