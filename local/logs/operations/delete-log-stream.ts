import type { DeleteLogStreamCommandInput, DeleteLogStreamCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { groupName, streamName } from "../constraints.ts";
import type { LogGroups } from "../log-groups.ts";
import { onStream } from "../resources.ts";

/** `DeleteLogStream` (CloudWatch Logs API reference, API_DeleteLogStream). */
export const deleteLogStream: Operation<
  LogGroups,
  Wire<DeleteLogStreamCommandInput>,
  Wire<DeleteLogStreamCommandOutput>
> = {
  name: "DeleteLogStream",
  permissions: (input, groups) => onStream("DeleteLogStream", input, groups),
  run: (input, _call, groups) => {
    groups.deleteStream(groups.group(groupName(input.logGroupName)), streamName(input.logStreamName));
    return {};
  },
};
