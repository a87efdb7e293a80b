import type { Chain } from "../chain.ts";
import type { Failure } from "../failure.ts";
import { compileRetriers, nextRetry, type Retrier } from "../retry.ts";
import { type Catcher, compileCatchers } from "./catcher.ts";
import type { State } from "./state.ts";
import { CompiledState, type StateSource } from "./state-source.ts";

/** A state with Retry and Catch: Task, Parallel and Map. */
export abstract class RetriableState extends CompiledState implements State {
  readonly #retriers: readonly Retrier[];
  readonly #catchers: readonly Catcher[];

  constructor(source: StateSource) {
    super(source);
    this.#retriers = compileRetriers(source.fields["Retry"]);
    this.#catchers = compileCatchers(source);
  }

  /** Does the state once, everything evaluated anew, and leaves it. */
  protected abstract attempt(chain: Chain): Promise<void>;

  /** A retry enters no state: the attempt's own events follow the failure's [recall]. */
  async run(chain: Chain): Promise<void> {
    for (;;) {
      if (chain.visiting().until !== undefined) await this.#pauseBeforeRetry(chain);
      try {
        return await this.attempt(chain);
      } catch (reason) {
        const failure = chain.failure(reason);
        if (!this.#retries(chain, failure)) return this.#catch(chain, failure);
      }
    }
  }

  async #pauseBeforeRetry(chain: Chain): Promise<void> {
    const visit = chain.visiting();
    if (visit.until === undefined) return;
    const left = visit.until - chain.run.host.clock.now();
    if (left > 0) await chain.pause(left, "work");
    visit.until = undefined;
  }

  #retries(chain: Chain, failure: Failure): boolean {
    const visit = chain.visiting();
    const { host, observer } = chain.run;
    const retry = nextRetry(this.#retriers, failure, visit.retriesOf, () => host.ids.random());
    if (retry === undefined) return false;
    observer?.retry(retry.index, retry.delaySeconds);
    visit.retries++;
    visit.retriesOf[retry.index] = (visit.retriesOf[retry.index] ?? 0) + 1;
    visit.task = undefined;
    visit.children = undefined;
    visit.mapRun = undefined;
    visit.startedEventId = 0;
    visit.until = host.clock.now() + Math.round(retry.delaySeconds * 1000);
    return true;
  }

  #catch(chain: Chain, failure: Failure): void | Promise<void> {
    if (failure.event !== undefined) chain.record(failure.event);
    const index = this.#catchers.findIndex((catcher) => catcher.catches(failure));
    const catcher = this.#catchers[index];
    if (catcher === undefined) throw failure;
    chain.run.observer?.caught(index);
    return catcher.leave(chain, failure);
  }
}
