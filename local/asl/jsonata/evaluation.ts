import type { Json } from "../../json.ts";
import type { ExpressionScope } from "../scope.ts";
import { EvaluationError } from "./evaluation-error.ts";
import { RunawayGuard } from "./runaway-guard.ts";
import { type Job, type LibraryExpression, Sandbox } from "./sandbox.ts";
import type { Traits } from "./traits.ts";

let shared: Sandbox | undefined;

/**
 * An expression as the library compiles it, for one evaluation at a time. What takes longer than a turn of the event
 * loop goes on in later ones, so that an expression that never ends keeps nobody waiting until it is stopped.
 */
export class Evaluation {
  readonly #sandbox: Sandbox;
  readonly #expression: LibraryExpression;
  readonly #guard: RunawayGuard;
  readonly #cutOff: boolean;

  /** @param text known to be JSONata. */
  constructor(text: string, { hasRegularExpressions }: Traits) {
    shared ??= new Sandbox();
    const sandbox = shared;
    this.#sandbox = sandbox;
    this.#expression = sandbox.compile(text);
    this.#guard = new RunawayGuard(this.#expression, () => sandbox.newGate());
    this.#cutOff = hasRegularExpressions;
  }

  /**
   * What the expression comes to, at once where it does not take long; the promise never goes unheard.
   *
   * @throws EvaluationError for every failure.
   */
  run(bindings: Readonly<Record<string, Json>>, host: ExpressionScope["host"]): unknown {
    this.#guard.begin();
    return this.#outcome(this.#sandbox.begin(this.#expression, bindings, host, this.#cutOff), host);
  }

  #outcome(job: Job, host: ExpressionScope["host"]): unknown {
    const { outcome } = job;
    if (outcome === undefined) {
      if (!this.#guard.isWaiting) throw new EvaluationError("internal", "The evaluation did not end");
      return this.#goOnLater(job, host);
    }
    if ("error" in outcome) throw EvaluationError.of(outcome.error);
    return outcome.result;
  }

  #goOnLater(job: Job, host: ExpressionScope["host"]): Promise<unknown> {
    const { scheduler } = host;
    scheduler.endTurn();
    const result = new Promise<unknown>((resolve, reject) => {
      scheduler.later(() => {
        scheduler.endTurn();
        try {
          const gate = this.#guard.goOn();
          if (gate !== undefined) this.#sandbox.open(gate, host, this.#cutOff);
          resolve(this.#outcome(job, host));
        } catch (reason) {
          reject(reason);
        }
      });
    });
    result.catch(() => undefined);
    return result;
  }
}
