import type { PutRetentionPolicyCommandInput, PutRetentionPolicyCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { groupName, RETENTIONS } from "../constraints.ts";
import { constraint } from "../errors.ts";
import type { LogGroups } from "../log-groups.ts";
import { onGroup } from "../resources.ts";

/** `PutRetentionPolicy` (CloudWatch Logs API reference, API_PutRetentionPolicy). */
export const putRetentionPolicy: Operation<
  LogGroups,
  Wire<PutRetentionPolicyCommandInput>,
  Wire<PutRetentionPolicyCommandOutput>
> = {
  name: "PutRetentionPolicy",
  permissions: (input, groups) => onGroup("PutRetentionPolicy", input.logGroupName, groups),
  run: (input, _call, groups) => {
    const group = groups.group(groupName(input.logGroupName));
    const days = input.retentionInDays;
    if (days === undefined) throw constraint(null, "retentionInDays", "not be null");
    if (!RETENTIONS.includes(days)) {
      const rule = `satisfy enum value set: [${RETENTIONS.join(", ")}]`;
      throw constraint(String(days), "retentionInDays", rule);
    }
    group.retentionInDays = days;
    groups.save(group);
    return {};
  },
};
