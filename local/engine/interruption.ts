import { setImmediate as turn } from "node:timers/promises";
import type { Steps } from "./steps/steps.ts";

/** What is told of an operation that the person ended. */
export const INTERRUPTED = { kind: "diagnostic", severity: "error", message: "interrupted" } as const;

/**
 * Whether an operation is to end here, between two of its steps. Steps in memory follow one another without a pause, so
 * that no signal would be heard before the last: each lets the event loop turn once.
 */
export async function interrupted({
  steps,
  signal,
}: {
  readonly steps: Steps;
  readonly signal?: AbortSignal | undefined;
}): Promise<boolean> {
  await turn();
  if (signal?.aborted !== true) return false;
  steps.emit(INTERRUPTED);
  return true;
}
