import type { PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkDocument } from "../check-document.ts";
import { invalidParameter } from "../errors.ts";
import type { LogGroups } from "../log-groups.ts";
import { policyShape } from "../shapes.ts";

/** Per region and account (aws-services.md §8). */
const MOST_POLICIES = 10;

/** `PutResourcePolicy` (CloudWatch Logs API reference, API_PutResourcePolicy). */
export const putResourcePolicy: Operation<
  LogGroups,
  Wire<PutResourcePolicyCommandInput>,
  Wire<PutResourcePolicyCommandOutput>
> = {
  name: "PutResourcePolicy",
  permissions: () => [{ action: "logs:PutResourcePolicy", resource: "*" }],
  run: (input, _call, groups) => {
    if (input.resourceArn !== undefined) {
      throw invalidParameter("Policies of single log groups (resourceArn) are not served by the local runtime.");
    }
    const { policyName: name, policyDocument: document } = input;
    if (name === undefined || name === "") throw invalidParameter("policyName must be given.");
    checkDocument(document ?? "");
    if (!groups.policies.has(name) && groups.policies.size >= MOST_POLICIES) {
      throw new AwsError("LimitExceededException", "Resource limit exceeded.");
    }
    const policy = { name, document: document ?? "", updated: groups.now() };
    groups.putPolicy(policy);
    return { resourcePolicy: policyShape(policy) };
  },
};
