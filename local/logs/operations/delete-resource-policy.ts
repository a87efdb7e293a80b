import type {
  DeleteResourcePolicyCommandInput,
  DeleteResourcePolicyCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { LogGroups } from "../log-groups.ts";

/** `DeleteResourcePolicy` (CloudWatch Logs API reference, API_DeleteResourcePolicy). */
export const deleteResourcePolicy: Operation<
  LogGroups,
  Wire<DeleteResourcePolicyCommandInput>,
  Wire<DeleteResourcePolicyCommandOutput>
> = {
  name: "DeleteResourcePolicy",
  permissions: () => [{ action: "logs:DeleteResourcePolicy", resource: "*" }],
  run: (input, _call, groups) => {
    const name = input.policyName ?? "";
    if (!groups.policies.has(name)) {
      throw new AwsError("ResourceNotFoundException", `Policy with name [${name}] does not exist.`);
    }
    groups.deletePolicy(name);
    return {};
  },
};
