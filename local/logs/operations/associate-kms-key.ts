import type { AssociateKmsKeyCommandInput, AssociateKmsKeyCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { identifiedGroup } from "../constraints.ts";
import type { LogGroups } from "../log-groups.ts";
import { onGroup } from "../resources.ts";

/** `AssociateKmsKey` (CloudWatch Logs API reference, API_AssociateKmsKey). */
export const associateKmsKey: Operation<
  LogGroups,
  Wire<AssociateKmsKeyCommandInput>,
  Wire<AssociateKmsKeyCommandOutput>
> = {
  name: "AssociateKmsKey",
  permissions: (input, groups) => onGroup("AssociateKmsKey", input.logGroupName, groups),
  run: (input, _call, groups) => {
    const group = groups.group(identifiedGroup(input.resourceIdentifier, input.logGroupName));
    group.kmsKeyId = input.kmsKeyId;
    groups.save(group);
    return {};
  },
};
