import type { InputLogEvent, RejectedLogEventsInfo } from "@aws-sdk/client-cloudwatch-logs";
import type { Wire } from "../json.ts";
import type { LogEvent } from "./entities.ts";
import { constraint, invalidParameter } from "./errors.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_EVENTS = 10_000;
const MOST_BYTES = 1_048_576;
/** What each event costs besides its text. */
const BYTES_PER_EVENT = 26;

/** The events that are kept, and which ends of the batch are not. */
export interface Judged {
  readonly accepted: readonly LogEvent[];
  readonly rejected: Wire<RejectedLogEventsInfo> | undefined;
}

/**
 * The limits of PutLogEvents (API reference, PutLogEvents): size, order and span refuse the whole batch; too new, too
 * old and expired events are left out of it.
 *
 * @throws AwsError `InvalidParameterException`.
 */
export function judgeEvents(
  given: readonly Wire<InputLogEvent>[],
  retentionInDays: number | undefined,
  now: number,
): Judged {
  const events = given.map(eventOf);
  checkBatch(events);
  const old = now - 14 * DAY;
  const expired = retentionInDays === undefined ? Number.NEGATIVE_INFINITY : now - retentionInDays * DAY;
  const before = (limit: number): number => events.findLastIndex(({ timestamp }) => timestamp < limit) + 1;
  const tooOld = before(old);
  const outlived = before(expired);
  const new_ = events.findIndex(({ timestamp }) => timestamp > now + 2 * HOUR);
  const accepted = events.slice(Math.max(tooOld, outlived), new_ < 0 ? undefined : new_);
  if (accepted.length === events.length) return { accepted, rejected: undefined };
  return {
    accepted,
    rejected: {
      ...(new_ < 0 ? {} : { tooNewLogEventStartIndex: new_ }),
      ...(tooOld === 0 ? {} : { tooOldLogEventEndIndex: tooOld }),
      ...(outlived === 0 ? {} : { expiredLogEventEndIndex: outlived }),
    },
  };
}

function eventOf({ timestamp, message }: Wire<InputLogEvent>, index: number): LogEvent {
  const member = `logEvents.${index + 1}.member`;
  if (typeof timestamp !== "number") throw constraint(null, `${member}.timestamp`, "not be null");
  if (timestamp < 0) {
    throw constraint(String(timestamp), `${member}.timestamp`, "have value greater than or equal to 0");
  }
  if (typeof message !== "string") throw constraint(null, `${member}.message`, "not be null");
  if (message === "") {
    throw constraint("", `${member}.message`, "have length greater than or equal to 1");
  }
  return { timestamp, message };
}

function checkBatch(events: readonly LogEvent[]): void {
  if (events.length === 0) throw constraint("[]", "logEvents", "have length greater than or equal to 1");
  if (events.length > MOST_EVENTS) {
    throw constraint(`[${events.length} events]`, "logEvents", `have length less than or equal to ${MOST_EVENTS}`);
  }
  let bytes = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const { timestamp, message } of events) {
    bytes += Buffer.byteLength(message) + BYTES_PER_EVENT;
    if (timestamp < last) {
      throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
    }
    last = timestamp;
  }
  if (bytes > MOST_BYTES) throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MOST_BYTES}`);
  if (last - (events[0]?.timestamp ?? last) > DAY) {
    throw invalidParameter("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
}
