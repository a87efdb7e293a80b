import type { HistoryEventType, LogLevel } from "@aws-sdk/client-sfn";
import type { StoredEvent } from "../../asl/history.ts";
import { detailsOf } from "../../asl/history-details.ts";
import type { Json, JsonObject } from "../../json.ts";

const FATAL: ReadonlySet<HistoryEventType> = new Set(["ExecutionAborted", "ExecutionFailed", "ExecutionTimedOut"]);

/** Input and output whose escaped form is longer than this many bytes are cut (DG/cw-logs: 248 KB). */
const MOST_DATA = 248 * 1024;

/** What carries execution data besides inputs and outputs: left out with `includeExecutionData: false`. */
const ERROR_DATA = ["error", "cause"];

/** Whether an event is logged at a level (DG/cloudwatch-log-level). */
export function isLogged(type: HistoryEventType, level: LogLevel): boolean {
  switch (level) {
    case "ALL":
      return true;
    case "ERROR":
      return type === "FailStateEntered" || /(Failed|TimedOut|Aborted)$/.test(type);
    case "FATAL":
      return FATAL.has(type);
    case "OFF":
      return false;
    default: {
      const never: never = level;
      throw new Error(`unknown log level ${String(never)}`);
    }
  }
}

/** An event as one line of the execution log: all numbers are text. */
export function logRecord(
  event: StoredEvent,
  execution: { readonly arn: string; readonly redriveCount: number },
  includeExecutionData: boolean,
): string {
  const { details = {} } = detailsOf(event, includeExecutionData);
  return JSON.stringify({
    id: String(event.id),
    type: event.type,
    details: shaped(details, includeExecutionData),
    previous_event_id: String(event.previousEventId),
    event_timestamp: String(event.timestamp),
    execution_arn: execution.arn,
    redrive_count: String(execution.redriveCount),
  });
}

function shaped(details: JsonObject, includeExecutionData: boolean): JsonObject {
  const record: Record<string, Json | undefined> = {};
  for (const name in details) {
    if (!includeExecutionData && ERROR_DATA.includes(name)) continue;
    const value = details[name];
    record[name] = typeof value === "number" ? String(value) : value;
  }
  for (const name of ["input", "output"]) {
    const text = record[name];
    if (typeof text !== "string" || Buffer.byteLength(JSON.stringify(text)) <= MOST_DATA) continue;
    record[name] = cut(text);
    record[`${name}Details`] = { truncated: true };
  }
  return record;
}

/** The longest beginning whose escaped form fits. */
function cut(text: string): string {
  let fits = 0;
  let tooMuch = text.length;
  while (tooMuch - fits > 1) {
    const middle = (fits + tooMuch) >> 1;
    if (Buffer.byteLength(JSON.stringify(text.slice(0, middle))) <= MOST_DATA) fits = middle;
    else tooMuch = middle;
  }
  return text.slice(0, fits);
}
