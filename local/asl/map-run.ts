import type { JsonObject } from "../json.ts";

/** The counters of DescribeMapRun, of items and of child executions alike. */
export interface MapRunCounts {
  pending: number;
  running: number;
  succeeded: number;
  failed: number;
  timedOut: number;
  aborted: number;
  total: number;
  resultsWritten: number;
  failuresNotRedrivable: number;
  pendingRedrive: number;
}

/** What UpdateMapRun can change while the run goes on. */
export interface MapRunLimits {
  /** 0 for none. */
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
}

/** One visit of a distributed Map: DescribeMapRun's answer, kept up to date by the interpreter. */
export interface MapRun {
  readonly mapRunArn: string;
  /** The execution whose Map state this is. */
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly label: string;
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly stopTime: number | undefined;
  readonly itemCounts: Readonly<MapRunCounts>;
  readonly executionCounts: Readonly<MapRunCounts>;
  readonly limits: MapRunLimits;
  readonly redriveCount: number;
  /** Milliseconds since the epoch. */
  readonly redriveTime: number | undefined;
  /** UpdateMapRun: takes effect with the next child. */
  update(limits: Partial<MapRunLimits>): void;
  toJSON(): JsonObject;
}
