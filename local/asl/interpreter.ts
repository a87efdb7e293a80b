import type { Chain } from "./chain.ts";
import { HistoryFull } from "./history.ts";

/** What one more transition costs of a turn of the event loop: JSONata takes some ten times longer than JSONPath. */
const COST = { JSONPath: 1, JSONata: 10 } as const;

/**
 * Walks a chain from state to state, without leaving the current job as long as nothing has to be waited for.
 * Where something has, it comes back here when that is there; where the event loop's turn is used up, in a later one.
 */
export function walk(chain: Chain): void {
  const { scheduler } = chain.run.host;
  while (chain.status === "running") {
    if (!scheduler.take(COST[chain.state.language])) {
      postpone(chain);
      return;
    }
    try {
      if (!chain.entered) chain.enter();
      const waiting = chain.state.run(chain);
      if (waiting !== undefined) {
        waiting.then(
          () => proceed(chain),
          (reason: unknown) => fail(chain, reason),
        );
        return;
      }
    } catch (reason) {
      fail(chain, reason);
      return;
    }
    if (!chain.moveOn()) return;
  }
}

function proceed(chain: Chain): void {
  if (chain.status === "running" && chain.moveOn()) walk(chain);
}

/** The clock stands still meanwhile: nothing is being waited for. */
function postpone(chain: Chain): void {
  const hold = chain.run.host.clock.hold();
  chain.run.host.scheduler.later(() => {
    hold.release();
    walk(chain);
  });
}

/** Nothing in the state has caught it: the chain has failed, and who started it is told. */
function fail(chain: Chain, reason: unknown): void {
  if (chain.status !== "running") return;
  try {
    const failure = chain.failure(reason);
    if (failure.isTerminal) chain.run.fail(failure, chain.last);
    else chain.end("failed", failure);
  } catch (reason) {
    if (reason instanceof HistoryFull) chain.run.overflow();
    else throw reason;
  }
}
