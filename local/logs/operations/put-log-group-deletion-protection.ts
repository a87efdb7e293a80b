import type {
  PutLogGroupDeletionProtectionCommandInput,
  PutLogGroupDeletionProtectionCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { identifiedGroup } from "../constraints.ts";
import type { LogGroups } from "../log-groups.ts";
import { onGroup } from "../resources.ts";

/** `PutLogGroupDeletionProtection` (CloudWatch Logs API reference, API_PutLogGroupDeletionProtection). */
export const putLogGroupDeletionProtection: Operation<
  LogGroups,
  Wire<PutLogGroupDeletionProtectionCommandInput>,
  Wire<PutLogGroupDeletionProtectionCommandOutput>
> = {
  name: "PutLogGroupDeletionProtection",
  permissions: (input, groups) => onGroup("PutLogGroupDeletionProtection", input.logGroupIdentifier, groups),
  run: (input, _call, groups) => {
    const group = groups.group(identifiedGroup(input.logGroupIdentifier, undefined));
    group.deletionProtection = input.deletionProtectionEnabled === true;
    groups.save(group);
    return {};
  },
};
