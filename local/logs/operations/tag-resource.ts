import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { identifiedGroup } from "../constraints.ts";
import type { LogGroups } from "../log-groups.ts";

/** `TagResource` (CloudWatch Logs API reference, API_TagResource). */
export const tagResource: Operation<LogGroups, Wire<TagResourceCommandInput>, Wire<TagResourceCommandOutput>> = {
  name: "TagResource",
  permissions: (input) => [{ action: "logs:TagResource", resource: input.resourceArn ?? "*" }],
  run: (input, _call, groups) => {
    const group = groups.group(identifiedGroup(input.resourceArn, undefined));
    group.tags = { ...group.tags, ...input.tags };
    groups.save(group);
    return {};
  },
};
