import type { PutLogEventsCommandInput, PutLogEventsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { groupName, streamName } from "../constraints.ts";
import { constraint } from "../errors.ts";
import { judgeEvents } from "../judge-events.ts";
import type { LogGroups } from "../log-groups.ts";
import { onStream } from "../resources.ts";

/** `PutLogEvents` (CloudWatch Logs API reference, API_PutLogEvents). */
export const putLogEvents: Operation<LogGroups, Wire<PutLogEventsCommandInput>, Wire<PutLogEventsCommandOutput>> = {
  name: "PutLogEvents",
  permissions: (input, groups) => onStream("PutLogEvents", input, groups),
  run: (input, _call, groups) => {
    const names = { group: groupName(input.logGroupName), stream: streamName(input.logStreamName) };
    if (input.logEvents === undefined) throw constraint(null, "logEvents", "not be null");
    const group = groups.group(names.group);
    const stream = groups.stream(group, names.stream);
    const { accepted, rejected } = judgeEvents(input.logEvents, group.retentionInDays, groups.now());
    if (accepted.length > 0) groups.append(group, stream, accepted);
    // Sequence tokens mean nothing any more, and are still answered.
    const nextSequenceToken = "49".padEnd(56, "0");
    return rejected === undefined ? { nextSequenceToken } : { nextSequenceToken, rejectedLogEventsInfo: rejected };
  },
};
