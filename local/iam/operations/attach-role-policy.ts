import type { AttachRolePolicyCommandInput, AttachRolePolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { arnOf, nameOf } from "../constraints.ts";
import { limitExceeded, noSuchEntity } from "../errors.ts";
import { ATTACHED_POLICIES } from "../quotas.ts";
import { roleResource } from "../resources.ts";

/** `AttachRolePolicy` (IAM API reference, API_AttachRolePolicy). */
export const attachRolePolicy: Operation<
  IamAccount,
  Wire<AttachRolePolicyCommandInput>,
  Wire<AttachRolePolicyCommandOutput>
> = {
  name: "AttachRolePolicy",
  permissions: (input, account) => [
    {
      action: "iam:AttachRolePolicy",
      resource: roleResource(input.RoleName, account),
      context: { "iam:PolicyARN": input.PolicyArn ?? "" },
    },
  ],
  run: (input, _call, account) => {
    const role = account.role(nameOf(input.RoleName, "roleName", 64));
    const arn = arnOf(input.PolicyArn, "policyArn");
    if (account.document(arn) === undefined) throw notAttachable(arn, account);
    if (role.attached.includes(arn)) return {};
    if (role.attached.length >= ATTACHED_POLICIES) {
      throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${ATTACHED_POLICIES}`);
    }
    account.putRole({ ...role, attached: [...role.attached, arn] });
    return {};
  },
};

/** AWS has far more managed policies than are kept here: one that is not says so. */
function notAttachable(arn: string, account: IamAccount): Error {
  const text = `Policy ${arn} does not exist or is not attachable.`;
  if (!arn.includes(":iam::aws:policy/")) return noSuchEntity(text);
  return noSuchEntity(`${text} The local runtime knows ${[...account.awsPolicies().keys()].join(", ")}.`);
}
