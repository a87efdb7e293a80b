import type { Execution, Outcome } from "../asl/execution.ts";
import type { History } from "../asl/history.ts";
import type { MapRun } from "../asl/map-run.ts";
import type { Snapshot } from "../asl/snapshot.ts";
import type { MachineType, Revision } from "./state-machine.ts";

/** What started an execution: a state machine, one of its versions, or an alias. */
export interface Target {
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly type: MachineType;
  readonly revision: Revision;
  readonly versionArn: string | undefined;
  readonly aliasArn: string | undefined;
}

/** An execution's place in a Map Run. */
export interface MapRunChild {
  readonly mapRunArn: string;
  readonly label: string;
  readonly itemCount: number;
}

/** An execution, running or ended. Kept small: values are held by reference and become text when somebody asks. */
export interface ExecutionRecord {
  readonly arn: string;
  readonly name: string;
  readonly target: Target;
  /** As it was sent. */
  readonly input: string;
  readonly traceHeader: string | undefined;
  /** Milliseconds since the epoch. */
  readonly startDate: number;
  readonly child: MapRunChild | undefined;
  history: History;
  /** The interpreter's; undefined for one that had ended when the runtime was last restarted. */
  execution: Execution | undefined;
  outcome: Outcome | undefined;
  stopDate: number | undefined;
  redriveCount: number;
  redriveDate: number | undefined;
  /** Where an execution that did not succeed ended, for a redrive after a restart. */
  snapshot: Snapshot | undefined;
}

/**
 * Whether an execution can be asked for once it was started: Express executions only where a Map Run dispatched them (API
 * reference: DescribeExecution, ListExecutions).
 */
export function isListed({ target, child }: ExecutionRecord): boolean {
  return target.type === "STANDARD" || child !== undefined;
}

/** Its status as the API shows it: what a Map Run has yet to redrive is PENDING_REDRIVE (API reference, ListExecutions). */
export function shownStatus(
  record: ExecutionRecord,
  mapRuns: ReadonlyMap<string, MapRun>,
): ReturnType<typeof statusOf> | "PENDING_REDRIVE" {
  const run = record.child === undefined ? undefined : mapRuns.get(record.child.mapRunArn);
  return run?.waitsForRedrive(record.arn) === true ? "PENDING_REDRIVE" : statusOf(record);
}

/** `RUNNING` or how it ended. */
export function statusOf(record: ExecutionRecord): "RUNNING" | Outcome["status"] {
  return record.outcome === undefined ? "RUNNING" : record.outcome.status;
}
