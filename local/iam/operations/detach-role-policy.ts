import type { DetachRolePolicyCommandInput, DetachRolePolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { arnOf, nameOf } from "../constraints.ts";
import { policyNotFound } from "../errors.ts";
import { roleResource } from "../resources.ts";

/** `DetachRolePolicy` (IAM API reference, API_DetachRolePolicy). */
export const detachRolePolicy: Operation<
  IamAccount,
  Wire<DetachRolePolicyCommandInput>,
  Wire<DetachRolePolicyCommandOutput>
> = {
  name: "DetachRolePolicy",
  permissions: (input, account) => [
    { action: "iam:DetachRolePolicy", resource: roleResource(input.RoleName, account) },
  ],
  run: (input, _call, account) => {
    const role = account.role(nameOf(input.RoleName, "roleName", 64));
    const arn = arnOf(input.PolicyArn, "policyArn");
    if (!role.attached.includes(arn)) throw policyNotFound(arn);
    account.putRole({ ...role, attached: role.attached.filter((attached) => attached !== arn) });
    return {};
  },
};
