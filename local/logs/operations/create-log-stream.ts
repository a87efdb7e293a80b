import type { CreateLogStreamCommandInput, CreateLogStreamCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { groupName, streamName } from "../constraints.ts";
import type { LogGroups } from "../log-groups.ts";
import { onStream } from "../resources.ts";

/** `CreateLogStream` (CloudWatch Logs API reference, API_CreateLogStream). */
export const createLogStream: Operation<
  LogGroups,
  Wire<CreateLogStreamCommandInput>,
  Wire<CreateLogStreamCommandOutput>
> = {
  name: "CreateLogStream",
  permissions: (input, groups) => onStream("CreateLogStream", input, groups),
  run: (input, _call, groups) => {
    groups.createStream(groups.group(groupName(input.logGroupName)), streamName(input.logStreamName));
    return {};
  },
};
