import type { Clock } from "../clock/clock.ts";
import type { BusEvent } from "./event.ts";

/** The executions that one event has led to of late. */
interface Chain {
  /** When its current minute began, in epoch milliseconds. */
  since: number;
  count: number;
}

const MINUTE = 60_000;
/** So many executions in a minute come of one event only where a rule matches what its own target says. */
const MOST = 1000;
/** How many events are remembered. */
const REMEMBERED = 20_000;

/**
 * Slows down what never ends: a rule for "Step Functions Execution Status Change" whose target is a state machine is
 * asked again for each execution that it starts, twice. On AWS the account's quotas throttle that and the bill tells;
 * here it would fill the memory within seconds.
 */
export class Chains {
  readonly #clock: Clock;
  /** By the id of each event that started an execution, oldest first. */
  readonly #chains = new Map<string, Chain>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes one more execution that an event is to start; "over" for the first that is too many, "more" for the others. */
  add(event: BusEvent): "fits" | "over" | "more" {
    const now = this.#clock.now();
    const chain = this.#chainOf(event) ?? { since: now, count: 0 };
    if (now - chain.since >= MINUTE) Object.assign(chain, { since: now, count: 0 });
    chain.count++;
    if (chain.count > MOST) return chain.count === MOST + 1 ? "over" : "more";
    this.#chains.set(event.id, chain);
    for (const oldest of this.#chains.keys()) {
      if (this.#chains.size <= REMEMBERED) break;
      this.#chains.delete(oldest);
    }
    return "fits";
  }

  /** An execution that EventBridge started is named by its event, and its own events carry its name. */
  #chainOf({ id, source, detail }: BusEvent): Chain | undefined {
    const own = this.#chains.get(id);
    if (own !== undefined || source !== "aws.states") return own;
    const { name } = detail;
    return typeof name === "string" ? this.#chains.get(name.slice(0, name.indexOf("_"))) : undefined;
  }
}
