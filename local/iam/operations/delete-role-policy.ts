import type { DeleteRolePolicyCommandInput, DeleteRolePolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { nameOf } from "../constraints.ts";
import { noSuchEntity } from "../errors.ts";
import { roleResource } from "../resources.ts";

/** `DeleteRolePolicy` (IAM API reference, API_DeleteRolePolicy). */
export const deleteRolePolicy: Operation<
  IamAccount,
  Wire<DeleteRolePolicyCommandInput>,
  Wire<DeleteRolePolicyCommandOutput>
> = {
  name: "DeleteRolePolicy",
  permissions: (input, account) => [
    { action: "iam:DeleteRolePolicy", resource: roleResource(input.RoleName, account) },
  ],
  run: (input, _call, account) => {
    const role = account.role(nameOf(input.RoleName, "roleName", 64));
    const name = nameOf(input.PolicyName, "policyName", 128);
    const { [name]: removed, ...inline } = role.inline;
    if (removed === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
    account.putRole({ ...role, inline });
    return {};
  },
};
