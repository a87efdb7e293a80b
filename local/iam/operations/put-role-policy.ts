import type { PutRolePolicyCommandInput, PutRolePolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { checkPolicy } from "../check-document.ts";
import { nameOf, required } from "../constraints.ts";
import { checkInlineSize } from "../quotas.ts";
import { roleResource } from "../resources.ts";

/** `PutRolePolicy` (IAM API reference, API_PutRolePolicy). */
export const putRolePolicy: Operation<IamAccount, Wire<PutRolePolicyCommandInput>, Wire<PutRolePolicyCommandOutput>> = {
  name: "PutRolePolicy",
  permissions: (input, account) => [{ action: "iam:PutRolePolicy", resource: roleResource(input.RoleName, account) }],
  run: (input, _call, account) => {
    const role = account.role(nameOf(input.RoleName, "roleName", 64));
    const name = nameOf(input.PolicyName, "policyName", 128);
    const document = required(input.PolicyDocument, "policyDocument");
    checkPolicy(document, "identity");
    const inline = { ...role.inline, [name]: document };
    checkInlineSize(role.name, Object.values(inline));
    account.putRole({ ...role, inline });
    return {};
  },
};
