import type { Json, JsonObject } from "../json.ts";

/**
 * Where an execution stands, as plain JSON: what `--data-dir` keeps beside the history, and what a redrive starts from.
 *
 * It is the tree of its chains, each in exactly one state with what that state needs to go on: when a Wait ends, which
 * token a Task waits for, which branches have ended with what. It can be taken whenever the interpreter is not at work,
 * because chains only stop between two events.
 */
export interface Snapshot {
  readonly root: ChainSnapshot;
  /**
   * How many events the history had. Events that were stored after the snapshot was do not count: the execution writes
   * them anew, under the same ids.
   */
  readonly events: number;
}

/** A chain: the machine's own sequence of states, a Parallel's branch or a Map's iteration. */
export interface ChainSnapshot {
  /** `running`, or how it ended; a redrive takes up what is not `succeeded`. */
  readonly status: "running" | "succeeded" | "failed" | "aborted";
  /** The state it is in. Absent once it has succeeded. */
  readonly state?: string;
  /** The state's raw input; the chain's output once it has succeeded. */
  readonly value: Json;
  /** The text that the value was read from, where it is written otherwise. */
  readonly text?: string;
  /** The variables of this chain's own scope. */
  readonly variables: JsonObject;
  /** The id of the event that the next one refers to. */
  readonly last: number;
  /** Which iteration of a Map this is. */
  readonly item?: { readonly index: number; readonly value: Json; readonly key?: string };
  /** The visit of the state; absent where it was not entered yet. */
  readonly visit?: VisitSnapshot;
}

/** How far the visit of a state has come. Times are milliseconds since the epoch. */
export interface VisitSnapshot {
  readonly enteredEventId: number;
  readonly enteredTime: number;
  /** Retries so far, in all and by each retrier. */
  readonly retries: number;
  readonly retriesOf: readonly number[];
  /** When a Wait or the pause before a retry ends. */
  readonly until?: number;
  readonly task?: {
    readonly token: string;
    readonly phase: "scheduled" | "started" | "submitted";
    readonly since: number;
    readonly heartbeat: number;
  };
  /** The branches or iterations begun so far; null for one whose input was still being made. */
  readonly children?: readonly (ChainSnapshot | null)[];
  /** The event that began the present attempt of a Parallel or Map. */
  readonly startedEventId: number;
  /** What {@link MapRun.toJSON} made of a distributed Map's run. */
  readonly mapRun?: JsonObject;
}
