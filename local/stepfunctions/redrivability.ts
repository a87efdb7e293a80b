import { STANDARD_EVENT_LIMIT } from "../asl/history.ts";
import { type ExecutionRecord, statusOf } from "./execution-record.ts";
import type { StateMachines } from "./state-machines.ts";

/** A redrive is possible for 14 days after an execution has ended (API reference, RedriveExecution). */
const REDRIVE_PERIOD = 14 * 24 * 3600 * 1000;
/** An execution can be redriven so often. */
const MOST_REDRIVES = 1000;
const YEAR = 365 * 24 * 3600 * 1000;

/** `redriveStatus` and `redriveStatusReason` of DescribeExecution. */
export interface Redrivability {
  readonly redriveStatus: "REDRIVABLE" | "NOT_REDRIVABLE" | "REDRIVABLE_BY_MAP_RUN";
  readonly redriveStatusReason?: string;
}

/**
 * Whether an execution can be redriven, and if not why, in the API reference's sentences (DescribeExecution,
 * redriveStatusReason). The text for too many redrives is not among them.
 */
export function redrivability(record: ExecutionRecord, machines: StateMachines, now: number): Redrivability {
  const reason = obstacle(record, now) ?? deletion(record, machines);
  if (reason !== undefined) return { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: reason };
  return record.child === undefined ? { redriveStatus: "REDRIVABLE" } : { redriveStatus: "REDRIVABLE_BY_MAP_RUN" };
}

function obstacle(record: ExecutionRecord, now: number): string | undefined {
  const status = statusOf(record);
  if (status === "RUNNING" || status === "SUCCEEDED") return `Execution is ${status} and cannot be redriven`;
  if (record.stopDate !== undefined && record.stopDate + REDRIVE_PERIOD < now) {
    return "Execution redrivable period exceeded";
  }
  if (record.history.length >= STANDARD_EVENT_LIMIT - 1) return "Execution history event limit exceeded";
  if (record.startDate + YEAR < now) return "Execution has exceeded the max execution time";
  if (record.redriveCount >= MOST_REDRIVES) return "Execution has exceeded the maximum number of redrives";
  return undefined;
}

function deletion({ target }: ExecutionRecord, machines: StateMachines): string | undefined {
  // Children of Map Runs name their state machine with the Map's label behind it.
  const machine = machines.byName.get(target.stateMachineName.replace(/\/.*$/, ""));
  return machine?.status === "ACTIVE" ? undefined : "State machine is in DELETING status";
}
