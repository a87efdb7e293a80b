import type { Json, JsonObject } from "../json.ts";
import type { Failure } from "./failure.ts";

/** One entry of a state's `Retry`. */
export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  readonly fullJitter: boolean;
}

/** What Retry says of a failure: the retrier that owns it, and the pause before the next attempt, in seconds. */
export interface Retry {
  readonly index: number;
  readonly delaySeconds: number;
}

/** Compiles a state's `Retry`; the defaults are AWS's (concepts-error-handling). */
export function compileRetriers(retry: Json | undefined): readonly Retrier[] {
  return ((retry ?? []) as readonly JsonObject[]).map((retrier) => ({
    errorEquals: (retrier["ErrorEquals"] ?? []) as readonly string[],
    intervalSeconds: number(retrier["IntervalSeconds"], 1),
    maxAttempts: number(retrier["MaxAttempts"], 3),
    backoffRate: number(retrier["BackoffRate"], 2),
    maxDelaySeconds: number(retrier["MaxDelaySeconds"], Number.POSITIVE_INFINITY),
    fullJitter: retrier["JitterStrategy"] === "FULL",
  }));
}

/**
 * Whether a failure is to be tried again. The first retrier that names it owns it: once its attempts are used up no
 * later one is asked (states-language.net, Retrying after error).
 *
 * @param attempts how often each retrier has let the state run again during this visit.
 * @param random a number in [0, 1).
 */
export function nextRetry(
  retriers: readonly Retrier[],
  failure: Failure,
  attempts: readonly number[],
  random: () => number,
): Retry | undefined {
  if (failure.isTerminal) return undefined;
  const index = retriers.findIndex(({ errorEquals }) => matches(errorEquals, failure));
  const retrier = retriers[index];
  if (retrier === undefined) return undefined;
  const used = attempts[index] ?? 0;
  if (used >= retrier.maxAttempts) return undefined;
  const delay = Math.min(retrier.intervalSeconds * retrier.backoffRate ** used, retrier.maxDelaySeconds);
  return { index, delaySeconds: retrier.fullJitter ? delay * random() : delay };
}

/**
 * Whether `ErrorEquals` names a failure.
 *
 * `States.ALL` leaves out States.DataLimitExceeded, which must be named; `States.TaskFailed` leaves out timeouts, and
 * `States.Timeout` covers missed heartbeats (DG/concepts-error-handling).
 */
export function matches(errorEquals: readonly string[], failure: Failure): boolean {
  if (failure.isTerminal) return false;
  const { error, alias } = failure;
  for (const name of errorEquals) {
    if (name === error || (alias !== undefined && name === alias)) return true;
    if (name === "States.ALL" && error !== "States.DataLimitExceeded") return true;
    if (name === "States.Timeout" && error === "States.HeartbeatTimeout") return true;
    if (name === "States.TaskFailed" && !NOT_TASK_FAILED.has(error ?? "")) return true;
  }
  return false;
}

const NOT_TASK_FAILED: ReadonlySet<string> = new Set([
  "States.Timeout",
  "States.HeartbeatTimeout",
  "States.DataLimitExceeded",
]);

function number(value: Json | undefined, fallback: number): number {
  return typeof value === "number" ? value : fallback;
}
