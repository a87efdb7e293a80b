import type { PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkDocument } from "../check-document.ts";
import { identifiedGroup } from "../constraints.ts";
import { invalidParameter } from "../errors.ts";
import type { LogGroups } from "../log-groups.ts";
import { policyShape } from "../shapes.ts";

/** `PutResourcePolicy` (CloudWatch Logs API reference, API_PutResourcePolicy): for the account, or for one log group. */
export const putResourcePolicy: Operation<
  LogGroups,
  Wire<PutResourcePolicyCommandInput>,
  Wire<PutResourcePolicyCommandOutput>
> = {
  name: "PutResourcePolicy",
  permissions: (input) => [{ action: "logs:PutResourcePolicy", resource: input.resourceArn ?? "*" }],
  run: (input, _call, groups) => {
    const { policyName: name, policyDocument: document = "", resourceArn, expectedRevisionId } = input;
    checkDocument(document);
    if (resourceArn === undefined) {
      if (name === undefined || name === "") throw invalidParameter("policyName or resourceArn must be given.");
      return { resourcePolicy: policyShape(groups.policies.putForAccount(name, document)) };
    }
    if (name !== undefined) throw invalidParameter("policyName cannot be given with resourceArn.");
    const group = groups.group(identifiedGroup(resourceArn, undefined));
    const expected = expectedRevisionId ?? undefined;
    const shape = policyShape(groups.policies.putForGroup(groups.arn(group.name), document, expected));
    return { resourcePolicy: shape, revisionId: shape.revisionId };
  },
};
