import type { DisassociateKmsKeyCommandInput, DisassociateKmsKeyCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { identifiedGroup } from "../constraints.ts";
import type { LogGroups } from "../log-groups.ts";
import { onGroup } from "../resources.ts";

/** `DisassociateKmsKey` (CloudWatch Logs API reference, API_DisassociateKmsKey). */
export const disassociateKmsKey: Operation<
  LogGroups,
  Wire<DisassociateKmsKeyCommandInput>,
  Wire<DisassociateKmsKeyCommandOutput>
> = {
  name: "DisassociateKmsKey",
  permissions: (input, groups) => onGroup("DisassociateKmsKey", input.logGroupName, groups),
  run: (input, _call, groups) => {
    const group = groups.group(identifiedGroup(input.resourceIdentifier, input.logGroupName));
    group.kmsKeyId = undefined;
    groups.save(group);
    return {};
  },
};
