import type { DeleteLogGroupCommandInput, DeleteLogGroupCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { groupName } from "../constraints.ts";
import type { LogGroups } from "../log-groups.ts";
import { onGroup } from "../resources.ts";

/** `DeleteLogGroup` (CloudWatch Logs API reference, API_DeleteLogGroup). */
export const deleteLogGroup: Operation<
  LogGroups,
  Wire<DeleteLogGroupCommandInput>,
  Wire<DeleteLogGroupCommandOutput>
> = {
  name: "DeleteLogGroup",
  permissions: (input, groups) => onGroup("DeleteLogGroup", input.logGroupName, groups),
  run: (input, _call, groups) => {
    const group = groups.group(groupName(input.logGroupName));
    if (group.deletionProtection) {
      throw new AwsError(
        "ValidationException",
        `Log group ${group.name} has deletion protection: switch it off first.`,
      );
    }
    groups.delete(group.name);
    return {};
  },
};
