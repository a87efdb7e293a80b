import type { HistoryEventType } from "@aws-sdk/client-sfn";
import type { Chain } from "../chain.ts";

/** The eight types of state. */
export type StateType = "Pass" | "Task" | "Choice" | "Wait" | "Succeed" | "Fail" | "Parallel" | "Map";

export type QueryLanguage = "JSONPath" | "JSONata";

/** A state of a definition, compiled. */
export interface State {
  readonly name: string;
  readonly type: StateType;
  readonly language: QueryLanguage;
  /** The type of the event that is written when it is entered. */
  readonly entered: HistoryEventType;
  /**
   * Does what the state does, from the moment it has been entered until {@link Chain.leave}.
   * Answers a promise only where it really has to wait, so that chains of Pass and Choice states run at full speed.
   *
   * @throws StateError, then or later: the state has failed and nothing catches it.
   */
  run(chain: Chain): void | Promise<void>;
}
