import type {
  DescribeResourcePoliciesCommandInput,
  DescribeResourcePoliciesCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { limitOf } from "../constraints.ts";
import type { LogGroups } from "../log-groups.ts";
import { page } from "../pages.ts";
import { policyShape } from "../shapes.ts";

/** `DescribeResourcePolicies` (CloudWatch Logs API reference, API_DescribeResourcePolicies). */
export const describeResourcePolicies: Operation<
  LogGroups,
  Wire<DescribeResourcePoliciesCommandInput>,
  Wire<DescribeResourcePoliciesCommandOutput>
> = {
  name: "DescribeResourcePolicies",
  permissions: () => [{ action: "logs:DescribeResourcePolicies", resource: "*" }],
  run: (input, _call, groups) => {
    const { items, next } = page([...groups.policies.values()], input.nextToken, limitOf(input.limit, 50, 50));
    return { resourcePolicies: items.map(policyShape), ...next };
  },
};
