import type {
  DescribeResourcePoliciesCommandInput,
  DescribeResourcePoliciesCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { identifiedGroup, limitOf } from "../constraints.ts";
import type { LogGroups } from "../log-groups.ts";
import { page } from "../pages.ts";
import type { ResourcePolicy } from "../resource-policies.ts";
import { policyShape } from "../shapes.ts";

/** `DescribeResourcePolicies` (CloudWatch Logs API reference, API_DescribeResourcePolicies). */
export const describeResourcePolicies: Operation<
  LogGroups,
  Wire<DescribeResourcePoliciesCommandInput>,
  Wire<DescribeResourcePoliciesCommandOutput>
> = {
  name: "DescribeResourcePolicies",
  permissions: (input) => [{ action: "logs:DescribeResourcePolicies", resource: input.resourceArn ?? "*" }],
  run: (input, _call, groups) => {
    const { items, next } = page(chosen(input, groups), input.nextToken, limitOf(input.limit, 50, 50));
    return { resourcePolicies: items.map(policyShape), ...next };
  },
};

/** The account's policies unless a group or the groups' are asked for. */
function chosen(
  { resourceArn, policyScope }: Wire<DescribeResourcePoliciesCommandInput>,
  groups: LogGroups,
): readonly ResourcePolicy[] {
  if (resourceArn === undefined)
    return policyScope === "RESOURCE" ? groups.policies.ofGroups() : groups.policies.ofAccount();
  const group = groups.group(identifiedGroup(resourceArn, undefined));
  const policy = groups.policies.ofGroup(groups.arn(group.name));
  return policy === undefined ? [] : [policy];
}
