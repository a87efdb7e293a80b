import type { GetLogEventsCommandInput, GetLogEventsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { identifiedGroup, limitOf, streamName } from "../constraints.ts";
import { invalidParameter } from "../errors.ts";
import type { LogGroups } from "../log-groups.ts";
import { onStream } from "../resources.ts";

/** `GetLogEvents` (CloudWatch Logs API reference, API_GetLogEvents). */
export const getLogEvents: Operation<LogGroups, Wire<GetLogEventsCommandInput>, Wire<GetLogEventsCommandOutput>> = {
  name: "GetLogEvents",
  permissions: (input, groups) => onStream("GetLogEvents", input, groups),
  run: (input, _call, groups) => {
    const group = groups.group(identifiedGroup(input.logGroupIdentifier, input.logGroupName));
    const stream = groups.stream(group, streamName(input.logStreamName));
    const { startTime = Number.NEGATIVE_INFINITY, endTime = Number.POSITIVE_INFINITY } = input;
    const all = groups.events(group, stream);
    const events = all.filter(({ timestamp }) => timestamp >= startTime && timestamp < endTime);
    const limit = limitOf(input.limit, 10_000, 10_000);
    const base = stream.dropped;
    const { from, to } = range(input.nextToken, input.startFromHead === true, base, events.length, limit);
    return {
      events: events.slice(from, to).map(({ timestamp, message, ingestion }) => ({
        timestamp,
        message,
        ingestionTime: ingestion,
      })),
      nextForwardToken: token("f", base + to),
      nextBackwardToken: token("b", base + from),
    };
  },
};

/** Tokens name the place between two events; at an end the same token comes back. Since 2021 they end with `/s`. */
function token(direction: "f" | "b", position: number): string {
  return `${direction}/${String(position).padStart(56, "0")}/s`;
}

/** The part of a stream to show: after a forward token, before a backward one, else its head or its newest events. */
function range(
  given: string | undefined,
  fromHead: boolean,
  base: number,
  length: number,
  limit: number,
): { readonly from: number; readonly to: number } {
  if (given === undefined) {
    return fromHead ? { from: 0, to: Math.min(limit, length) } : { from: Math.max(0, length - limit), to: length };
  }
  const [, direction, digits] = /^([fb])\/(\d{56})\/s$/.exec(given) ?? [];
  if (direction === undefined) throw invalidParameter("The specified nextToken is invalid.");
  const position = Math.min(length, Math.max(0, Number(digits) - base));
  if (direction === "f") return { from: position, to: Math.min(length, position + limit) };
  return { from: Math.max(0, position - limit), to: position };
}
