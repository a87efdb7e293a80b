import { STANDARD_EVENT_LIMIT } from "../asl/history.ts";
import { type ExecutionRecord, statusOf } from "./execution-record.ts";

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

/** Whether an execution can be redriven, and if not why, in the API reference's sentences. */
export function redrivability(record: ExecutionRecord, now: number): Redrivability {
  const reason = obstacle(record, now);
  if (reason !== undefined) return { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: reason };
  return record.child === undefined ? { redriveStatus: "REDRIVABLE" } : { redriveStatus: "REDRIVABLE_BY_MAP_RUN" };
}

function obstacle(record: ExecutionRecord, now: number): string | undefined {
  const status = statusOf(record);
  if (status === "RUNNING" || status === "SUCCEEDED") return `Execution is ${status} and cannot be redriven`;
  if (record.stopDate !== undefined && record.stopDate + REDRIVE_PERIOD < now) {
    return "Execution has exceeded the redrive period of 14 days and cannot be redriven";
  }
  if (record.history.length >= STANDARD_EVENT_LIMIT - 1) return "Execution history event limit exceeded";
  if (record.startDate + YEAR < now) return "Execution open time limit exceeded";
  if (record.redriveCount >= MOST_REDRIVES) return "Execution has exceeded the maximum number of redrives";
  return undefined;
}
