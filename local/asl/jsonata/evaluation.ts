import type { Json } from "../../json.ts";
import type { ExpressionScope } from "../scope.ts";
import { evaluateElsewhere } from "./evaluation-threads.ts";
import { HERE_BOUNDS, RunawayGuard } from "./runaway-guard.ts";
import { type LibraryExpression, Sandbox } from "./sandbox.ts";
import { TakesLong } from "./takes-long.ts";
import { toJson } from "./to-json.ts";
import type { Traits } from "./traits.ts";

/** No honest pattern needs longer on the event loop's thread, which nothing but a regular expression holds up without end. */
const LONGEST_MATCH_MS = 30;

let shared: Sandbox | undefined;

/**
 * An expression as the library compiles it. It begins on the event loop's thread, where most take less than a tenth of a
 * millisecond; what takes long is begun again in a thread of its own, so that an expression that never ends keeps nobody waiting.
 */
export class Evaluation {
  readonly #text: string;
  readonly #sandbox: Sandbox;
  readonly #expression: LibraryExpression;
  readonly #guard: RunawayGuard;
  readonly #cutOff: number | undefined;

  /** @param text known to be JSONata. */
  constructor(text: string, { hasRegularExpressions }: Traits) {
    shared ??= new Sandbox();
    this.#text = text;
    this.#sandbox = shared;
    this.#expression = shared.compile(text);
    this.#guard = new RunawayGuard(this.#expression, HERE_BOUNDS);
    this.#cutOff = hasRegularExpressions ? LONGEST_MATCH_MS : undefined;
  }

  /**
   * What the expression comes to, at once where it does not take long.
   *
   * @throws EvaluationError for every failure.
   */
  run(
    bindings: Readonly<Record<string, Json>>,
    host: ExpressionScope["host"],
  ): Json | undefined | Promise<Json | undefined> {
    try {
      return toJson(this.#sandbox.evaluate(this.#expression, bindings, host, this.#guard, this.#cutOff));
    } catch (reason) {
      if (!(reason instanceof TakesLong)) throw reason;
      host.scheduler.endTurn();
      return evaluateElsewhere(this.#text, bindings, host);
    }
  }
}
