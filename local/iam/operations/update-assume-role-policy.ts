import type { UpdateAssumeRolePolicyCommandInput, UpdateAssumeRolePolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { checkPolicy } from "../check-document.ts";
import { nameOf, required } from "../constraints.ts";
import { checkTrustSize } from "../quotas.ts";
import { roleResource } from "../resources.ts";

/** `UpdateAssumeRolePolicy` (IAM API reference, API_UpdateAssumeRolePolicy). */
export const updateAssumeRolePolicy: Operation<
  IamAccount,
  Wire<UpdateAssumeRolePolicyCommandInput>,
  Wire<UpdateAssumeRolePolicyCommandOutput>
> = {
  name: "UpdateAssumeRolePolicy",
  permissions: (input, account) => [
    { action: "iam:UpdateAssumeRolePolicy", resource: roleResource(input.RoleName, account) },
  ],
  run: (input, _call, account) => {
    const role = account.role(nameOf(input.RoleName, "roleName", 64));
    const trust = required(input.PolicyDocument, "policyDocument");
    checkPolicy(trust, "trust");
    checkTrustSize(trust);
    account.putRole({ ...role, trust });
    return {};
  },
};
