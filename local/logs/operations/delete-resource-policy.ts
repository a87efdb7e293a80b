import type {
  DeleteResourcePolicyCommandInput,
  DeleteResourcePolicyCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { identifiedGroup } from "../constraints.ts";
import type { LogGroups } from "../log-groups.ts";

/** `DeleteResourcePolicy` (CloudWatch Logs API reference, API_DeleteResourcePolicy). */
export const deleteResourcePolicy: Operation<
  LogGroups,
  Wire<DeleteResourcePolicyCommandInput>,
  Wire<DeleteResourcePolicyCommandOutput>
> = {
  name: "DeleteResourcePolicy",
  permissions: (input) => [{ action: "logs:DeleteResourcePolicy", resource: input.resourceArn ?? "*" }],
  run: ({ policyName, resourceArn, expectedRevisionId }, _call, groups) => {
    if (resourceArn === undefined) groups.policies.deleteForAccount(policyName ?? "");
    else {
      const arn = groups.arn(identifiedGroup(resourceArn, undefined));
      groups.policies.deleteForGroup(arn, expectedRevisionId ?? undefined);
    }
    return {};
  },
};
