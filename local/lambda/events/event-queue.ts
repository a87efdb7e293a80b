import { OWNER } from "../../aws/caller.ts";
import { AwsError } from "../../aws/error.ts";
import type { Call } from "../../aws/service.ts";
import { type Json, own } from "../../json.ts";
import type { Environment } from "../../module.ts";
import type { Collection } from "../../storage.ts";
import type { Executor } from "../execution/executor.ts";
import type { Outcome } from "../execution/invocation.ts";
import type { Functions, Target } from "../functions.ts";
import { type Result, sendAway } from "./destinations.ts";

/** An event that waits to be handled, possibly for another try. Times in epoch milliseconds. */
export interface QueuedEvent {
  readonly requestId: string;
  readonly name: string;
  readonly qualifier: string | undefined;
  /** JSON text. */
  readonly payload: string;
  readonly traceId: string;
  readonly accepted: number;
  /** Tries that reached the function. */
  readonly attempts: number;
  /** Tries that did not: the function was throttled or Lambda failed. */
  readonly delays: number;
  readonly due: number;
}

/** The wait before the second and the third try of a function that failed, in milliseconds. */
const RETRY_AFTER = [60_000, 120_000];
/** The longest wait for a throttled function, in milliseconds. */
const MAX_DELAY = 5 * 60_000;
const DEFAULT_AGE = 6 * 3600;
const DEFAULT_RETRIES = 2;

/** Asynchronous invocation (LDG/invocation-async): events are kept until handled, retried, and sent away at last. */
export class EventQueue {
  readonly #environment: Environment;
  readonly #functions: Functions;
  readonly #executor: Executor;
  readonly #kept: Collection;
  /** The events that were left when the process ended. */
  #left: readonly QueuedEvent[];
  #stopped = false;

  constructor(environment: Environment, functions: Functions, executor: Executor) {
    this.#environment = environment;
    this.#functions = functions;
    this.#executor = executor;
    this.#kept = environment.storage.collection("lambda-events");
    this.#left = this.#kept.entries().map(([, event]) => event as unknown as QueuedEvent);
  }

  /** Takes an event; it will be handled though the caller has gone. */
  accept(event: Omit<QueuedEvent, "accepted" | "attempts" | "delays" | "due">): void {
    const now = this.#environment.clock.now();
    this.#enqueue({ ...event, accepted: now, attempts: 0, delays: 0, due: now });
  }

  /** Goes on with the events that were left when the process ended. */
  resume(): void {
    for (const event of this.#left) this.#enqueue(event);
    this.#left = [];
  }

  stop(): void {
    this.#stopped = true;
  }

  #enqueue(event: QueuedEvent): void {
    if (this.#stopped) return;
    this.#kept.put(event.requestId, event as unknown as Json);
    const { clock, log } = this.#environment;
    const run = (): void => {
      const hold = clock.hold();
      const call: Call = { caller: OWNER, requestId: event.requestId, hold };
      void this.#handle(event, call)
        .catch((error: unknown) => log.error(`lambda: ${event.name}: ${String(error)}`))
        .finally(() => hold.release());
    };
    const wait = event.due - clock.now();
    if (wait > 0) clock.after(wait, run);
    else run();
  }

  async #handle(event: QueuedEvent, call: Call): Promise<void> {
    if (this.#stopped) return;
    if (this.#functions.find(event.name) === undefined) {
      this.#environment.log.warn(`lambda: an event for ${event.name} is dropped: the function has been deleted`);
      this.#kept.delete(event.requestId);
      return;
    }
    const target = this.#functions.resolve(event, () => this.#environment.ids.random());
    if (target.lambda.reservedConcurrency === 0) {
      await this.#end(event, target, { condition: "RetriesExhausted", outcome: undefined, statusCode: 429 }, call);
      return;
    }
    let outcome: Outcome;
    try {
      outcome = await this.#executor.run(target, {
        ...{ requestId: event.requestId, event: event.payload, traceId: event.traceId },
        ...{ clientContext: undefined, call, tail: false },
      });
    } catch (error) {
      await this.#delay(event, target, error, call);
      return;
    }
    const tried = { ...event, attempts: event.attempts + 1 };
    if (!outcome.failed) await this.#end(tried, target, { condition: "Success", outcome, statusCode: 200 }, call);
    else await this.#retry(tried, target, outcome, call);
  }

  async #retry(event: QueuedEvent, target: Target, outcome: Outcome, call: Call): Promise<void> {
    const { retries, age } = this.#limits(target, event.qualifier);
    const now = this.#environment.clock.now();
    const wait = RETRY_AFTER[event.attempts - 1];
    if (event.attempts > retries || wait === undefined) {
      await this.#end(event, target, { condition: "RetriesExhausted", outcome, statusCode: 200 }, call);
    } else if (now + wait - event.accepted > age) {
      await this.#end(event, target, { condition: "EventAgeExceeded", outcome, statusCode: 200 }, call);
    } else {
      this.#enqueue({ ...event, due: now + wait });
    }
  }

  /** Throttled, or Lambda itself failed: the event goes back to the queue, later each time. */
  async #delay(event: QueuedEvent, target: Target, error: unknown, call: Call): Promise<void> {
    if (!(error instanceof AwsError)) throw error;
    const { age } = this.#limits(target, event.qualifier);
    const now = this.#environment.clock.now();
    const wait = Math.min(1000 * 2 ** event.delays, MAX_DELAY);
    if (now + wait - event.accepted > age) {
      const result = { condition: "EventAgeExceeded", outcome: undefined, statusCode: error.status } as const;
      await this.#end(event, target, result, call);
      return;
    }
    this.#enqueue({ ...event, delays: event.delays + 1, due: now + wait });
  }

  async #end(event: QueuedEvent, target: Target, result: Result, call: Call): Promise<void> {
    await sendAway(this.#environment, this.#executor, { event, target, result, call });
    this.#kept.delete(event.requestId);
  }

  #limits({ lambda }: Target, qualifier: string | undefined): { retries: number; age: number } {
    const config = own(lambda.eventInvokeConfigs, qualifier ?? "$LATEST");
    return {
      retries: config?.MaximumRetryAttempts ?? DEFAULT_RETRIES,
      age: (config?.MaximumEventAgeInSeconds ?? DEFAULT_AGE) * 1000,
    };
  }
}
