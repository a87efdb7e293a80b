import type { Json, JsonObject } from "../json.ts";
import { ExecutionRun } from "./execution-run.ts";
import type { History } from "./history.ts";
import type { Host } from "./host.ts";
import type { Machine } from "./machine.ts";
import type { Snapshot } from "./snapshot.ts";
import type { StateObserver } from "./state-observer.ts";

/** How an execution ended. */
export type Outcome =
  | { readonly status: "SUCCEEDED"; readonly output: Json }
  | { readonly status: "FAILED"; readonly error: string | undefined; readonly cause: string | undefined }
  /** The machine's TimeoutSeconds, a year for Standard or five minutes for Express have passed: no error, no cause. */
  | { readonly status: "TIMED_OUT" }
  | { readonly status: "ABORTED"; readonly error: string | undefined; readonly cause: string | undefined };

/** A running or ended execution. */
export interface Execution {
  readonly status: "RUNNING" | Outcome["status"];
  /** Never rejects. */
  readonly done: Promise<Outcome>;
  /** StopExecution: aborts it. Does nothing once it has ended. */
  stop(error?: string, cause?: string): void;
  /** Where it stands, for storage and for a redrive. */
  snapshot(): Snapshot;
}

/** What the Context Object and the tasks tell about an execution. */
export interface ExecutionIdentity {
  readonly executionArn: string;
  readonly name: string;
  readonly roleArn: string;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly redriveCount: number;
  /** Milliseconds since the epoch; only after a redrive. */
  readonly redriveTime?: number;
  readonly stateMachineAliasArn?: string;
  readonly stateMachineVersionArn?: string;
}

export interface ExecutionOptions {
  readonly input: Json;
  /** The input as it was sent, for ExecutionStarted. */
  readonly inputText?: string;
  readonly host: Host;
  readonly identity: ExecutionIdentity;
  readonly type: "STANDARD" | "EXPRESS";
  /** Empty for a new execution. */
  readonly history: History;
  /** Goes on from there, after a restart (the default) or as a redrive, which begins the states that did not succeed anew. */
  readonly resumeFrom?: { readonly snapshot: Snapshot; readonly redrive: boolean };
  /** What the Context Object shall show instead of what is, as far as it is given: TestState's. */
  readonly pretended?: JsonObject;
  /** Sees what each state makes of its data: TestState's. */
  readonly observer?: StateObserver;
}

/**
 * Starts or resumes an execution. Its first state is entered after the current job, so that the caller can keep the
 * execution before anything it does comes back to it.
 */
export function startExecution(machine: Machine, options: ExecutionOptions): Execution {
  return new ExecutionRun(machine, options);
}
