import type { FilterLogEventsCommandInput, FilterLogEventsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { identifiedGroup, limitOf } from "../constraints.ts";
import type { LogGroup, LogStream, StoredEvent } from "../entities.ts";
import { invalidParameter } from "../errors.ts";
import { eventId } from "../event-id.ts";
import { filterPattern } from "../filter-pattern.ts";
import type { LogGroups } from "../log-groups.ts";
import { inTime } from "../log-groups.ts";
import { onGroup } from "../resources.ts";

/** `FilterLogEvents` (CloudWatch Logs API reference, API_FilterLogEvents). */
export const filterLogEvents: Operation<
  LogGroups,
  Wire<FilterLogEventsCommandInput>,
  Wire<FilterLogEventsCommandOutput>
> = {
  name: "FilterLogEvents",
  permissions: (input, groups) => onGroup("FilterLogEvents", input.logGroupIdentifier ?? input.logGroupName, groups),
  run: (input, _call, groups) => {
    const group = groups.group(identifiedGroup(input.logGroupIdentifier, input.logGroupName));
    const matches = filterPattern(input.filterPattern ?? "");
    const { startTime = Number.NEGATIVE_INFINITY, endTime = Number.POSITIVE_INFINITY } = input;
    const limit = limitOf(input.limit, 10_000, 10_000);
    const after = input.nextToken === undefined ? "" : Buffer.from(input.nextToken, "base64").toString();
    if (after !== "" && !/^\d+$/.test(after)) throw invalidParameter("The specified nextToken is invalid.");
    const found: StoredEvent[] = [];
    for (const stream of chosenStreams(group, input, groups)) {
      for (const event of groups.events(group, stream)) {
        if (event.timestamp < startTime || event.timestamp > endTime || !matches(event.message)) continue;
        if (after === "" || eventId(event) > after) found.push(event);
      }
    }
    found.sort(inTime);
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const more = found.length > limit && last !== undefined;
    return {
      events: shown.map((event) => ({
        logStreamName: event.stream,
        timestamp: event.timestamp,
        message: event.message,
        ingestionTime: event.ingestion,
        eventId: eventId(event),
      })),
      searchedLogStreams: [],
      ...(more ? { nextToken: Buffer.from(eventId(last)).toString("base64") } : {}),
    };
  },
};

function chosenStreams(
  group: LogGroup,
  { logStreamNames, logStreamNamePrefix: prefix }: Wire<FilterLogEventsCommandInput>,
  groups: LogGroups,
): readonly LogStream[] {
  if (logStreamNames !== undefined && prefix !== undefined) {
    throw invalidParameter("logStreamNames and logStreamNamePrefix are mutually exclusive.");
  }
  if (logStreamNames !== undefined) return logStreamNames.map((name) => groups.stream(group, name));
  return [...group.streams.values()].filter(({ name }) => name.startsWith(prefix ?? ""));
}
