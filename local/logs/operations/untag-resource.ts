import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { identifiedGroup } from "../constraints.ts";
import type { LogGroups } from "../log-groups.ts";

/** `UntagResource` (CloudWatch Logs API reference, API_UntagResource). */
export const untagResource: Operation<LogGroups, Wire<UntagResourceCommandInput>, Wire<UntagResourceCommandOutput>> = {
  name: "UntagResource",
  permissions: (input) => [{ action: "logs:UntagResource", resource: input.resourceArn ?? "*" }],
  run: (input, _call, groups) => {
    const group = groups.group(identifiedGroup(input.resourceArn, undefined));
    const gone = new Set(input.tagKeys);
    group.tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !gone.has(key)));
    groups.save(group);
    return {};
  },
};
