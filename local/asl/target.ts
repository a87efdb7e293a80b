import type { State } from "./states/state.ts";

/** Where a transition leads: the name as written, and the state once all of its set are compiled. */
export interface Target {
  readonly name: string;
  state: State | undefined;
}
