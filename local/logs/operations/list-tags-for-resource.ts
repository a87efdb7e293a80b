import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { identifiedGroup } from "../constraints.ts";
import type { LogGroups } from "../log-groups.ts";

/** `ListTagsForResource` (CloudWatch Logs API reference, API_ListTagsForResource). */
export const listTagsForResource: Operation<
  LogGroups,
  Wire<ListTagsForResourceCommandInput>,
  Wire<ListTagsForResourceCommandOutput>
> = {
  name: "ListTagsForResource",
  permissions: (input) => [{ action: "logs:ListTagsForResource", resource: input.resourceArn ?? "*" }],
  run: (input, _call, groups) => ({ tags: { ...groups.group(identifiedGroup(input.resourceArn, undefined)).tags } }),
};
