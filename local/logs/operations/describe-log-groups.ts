import type { DescribeLogGroupsCommandInput, DescribeLogGroupsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { identifiedGroup, limitOf } from "../constraints.ts";
import { invalidParameter } from "../errors.ts";
import type { LogGroups } from "../log-groups.ts";
import { page } from "../pages.ts";
import { onGroup } from "../resources.ts";
import { groupShape } from "../shapes.ts";

/** `DescribeLogGroups` (CloudWatch Logs API reference, API_DescribeLogGroups). */
export const describeLogGroups: Operation<
  LogGroups,
  Wire<DescribeLogGroupsCommandInput>,
  Wire<DescribeLogGroupsCommandOutput>
> = {
  name: "DescribeLogGroups",
  permissions: (_input, groups) => onGroup("DescribeLogGroups", "", groups),
  run: (input, _call, groups) => {
    const { logGroupNamePrefix: prefix = "", logGroupNamePattern: pattern = "" } = input;
    if (prefix !== "" && pattern !== "") {
      throw invalidParameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
    }
    const identified = input.logGroupIdentifiers?.map((identifier) => identifiedGroup(identifier, undefined));
    const found = groups
      .groups()
      .filter(({ name }) => name.startsWith(prefix) && name.toLowerCase().includes(pattern.toLowerCase()))
      .filter(({ name }) => identified?.includes(name) !== false)
      .filter((group) => input.logGroupClass === undefined || group.class === input.logGroupClass);
    const { items, next } = page(found, input.nextToken, limitOf(input.limit, 50, 50));
    return { logGroups: items.map((group) => groupShape(group, groups)), ...next };
  },
};
