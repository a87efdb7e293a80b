import type { JsonObject } from "../json.ts";
import type { ExecutionIdentity } from "./execution.ts";
import type { Failure } from "./failure.ts";
import type { History } from "./history.ts";
import type { Host } from "./host.ts";
import type { StateObserver } from "./state-observer.ts";

/** What the chains of one execution share. */
export interface Run {
  readonly host: Host;
  readonly identity: ExecutionIdentity;
  readonly type: "STANDARD" | "EXPRESS";
  readonly history: History;
  /** `$$.Execution` and `$$.StateMachine`. */
  readonly context: { readonly Execution: JsonObject; readonly StateMachine: JsonObject };
  /** What the Context Object shall show instead, as far as it is given; TestState's only. */
  readonly pretended: JsonObject | undefined;
  /** Told what a state makes of its data; TestState's only. */
  readonly observer: StateObserver | undefined;
  /**
   * Ends the execution as failed, whatever else is still going on.
   *
   * @param last the last event of the chain that failed.
   */
  fail(failure: Failure, last: number): void;
  /** Ends it because its history is full. */
  overflow(): void;
}
