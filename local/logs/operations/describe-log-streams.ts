import type { DescribeLogStreamsCommandInput, DescribeLogStreamsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { identifiedGroup, limitOf } from "../constraints.ts";
import { invalidParameter } from "../errors.ts";
import type { LogGroups } from "../log-groups.ts";
import { page } from "../pages.ts";
import { onGroup } from "../resources.ts";
import { streamShape } from "../shapes.ts";

/** `DescribeLogStreams` (CloudWatch Logs API reference, API_DescribeLogStreams). */
export const describeLogStreams: Operation<
  LogGroups,
  Wire<DescribeLogStreamsCommandInput>,
  Wire<DescribeLogStreamsCommandOutput>
> = {
  name: "DescribeLogStreams",
  permissions: (input, groups) => onGroup("DescribeLogStreams", input.logGroupIdentifier ?? input.logGroupName, groups),
  run: (input, _call, groups) => {
    const group = groups.group(identifiedGroup(input.logGroupIdentifier, input.logGroupName));
    const prefix = input.logStreamNamePrefix ?? "";
    const byTime = input.orderBy === "LastEventTime";
    if (byTime && prefix !== "") {
      throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    const found = [...group.streams.values()].filter(({ name }) => name.startsWith(prefix));
    const sign = input.descending === true ? -1 : 1;
    found.sort((one, other) => {
      const order = byTime ? (one.lastEvent ?? 0) - (other.lastEvent ?? 0) : one.name < other.name ? -1 : 1;
      return sign * order;
    });
    const { items, next } = page(found, input.nextToken, limitOf(input.limit, 50, 50));
    return { logStreams: items.map((stream) => streamShape(group, stream, groups)), ...next };
  },
};
