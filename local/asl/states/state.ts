import type { Chain } from "../interpreter.ts";

/** The eight types of state. */
export type StateType = "Pass" | "Task" | "Choice" | "Wait" | "Succeed" | "Fail" | "Parallel" | "Map";

/** A state of a definition, compiled. */
export interface State {
  readonly name: string;
  readonly type: StateType;
  /**
   * Does what the state does, from the moment it has been entered until {@link Chain.leave}.
   * Answers a promise only where it really has to wait, so that chains of Pass and Choice states run at full speed.
   *
   * @throws StateError, then or later: the state has failed and nothing catches it.
   */
  run(chain: Chain): void | Promise<void>;
}
