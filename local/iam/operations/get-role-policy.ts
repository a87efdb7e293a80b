import type { GetRolePolicyCommandInput, GetRolePolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { nameOf } from "../constraints.ts";
import { encodeDocument } from "../encoding.ts";
import { noSuchEntity } from "../errors.ts";
import { roleResource } from "../resources.ts";

/** `GetRolePolicy` (IAM API reference, API_GetRolePolicy). */
export const getRolePolicy: Operation<IamAccount, Wire<GetRolePolicyCommandInput>, Wire<GetRolePolicyCommandOutput>> = {
  name: "GetRolePolicy",
  permissions: (input, account) => [{ action: "iam:GetRolePolicy", resource: roleResource(input.RoleName, account) }],
  run: (input, _call, account) => {
    const role = account.role(nameOf(input.RoleName, "roleName", 64));
    const name = nameOf(input.PolicyName, "policyName", 128);
    const document = role.inline[name];
    if (document === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
    return { RoleName: role.name, PolicyName: name, PolicyDocument: encodeDocument(document) };
  },
};
