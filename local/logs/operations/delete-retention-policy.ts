import type {
  DeleteRetentionPolicyCommandInput,
  DeleteRetentionPolicyCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { groupName } from "../constraints.ts";
import type { LogGroups } from "../log-groups.ts";
import { onGroup } from "../resources.ts";

/** `DeleteRetentionPolicy` (CloudWatch Logs API reference, API_DeleteRetentionPolicy). */
export const deleteRetentionPolicy: Operation<
  LogGroups,
  Wire<DeleteRetentionPolicyCommandInput>,
  Wire<DeleteRetentionPolicyCommandOutput>
> = {
  name: "DeleteRetentionPolicy",
  permissions: (input, groups) => onGroup("DeleteRetentionPolicy", input.logGroupName, groups),
  run: (input, _call, groups) => {
    const group = groups.group(groupName(input.logGroupName));
    group.retentionInDays = undefined;
    groups.save(group);
    return {};
  },
};
