import type { State } from "./states/state.ts";

/** A set of states with its start: a whole machine, a Parallel's branch or a Map's item processor. */
export interface StateSet {
  readonly startAt: State;
  readonly states: ReadonlyMap<string, State>;
}

/** A definition, compiled once: every path, expression and template taken apart, every transition a reference. */
export interface Machine extends StateSet {
  readonly timeoutSeconds: number | undefined;
}
