import type { ListAttachedRolePoliciesCommandInput, ListAttachedRolePoliciesCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { nameOf } from "../constraints.ts";
import { page } from "../pages.ts";
import { roleResource } from "../resources.ts";

/** `ListAttachedRolePolicies` (IAM API reference, API_ListAttachedRolePolicies). */
export const listAttachedRolePolicies: Operation<
  IamAccount,
  Wire<ListAttachedRolePoliciesCommandInput>,
  Wire<ListAttachedRolePoliciesCommandOutput>
> = {
  name: "ListAttachedRolePolicies",
  permissions: (input, account) => [
    { action: "iam:ListAttachedRolePolicies", resource: roleResource(input.RoleName, account) },
  ],
  run: (input, _call, account) => {
    const role = account.role(nameOf(input.RoleName, "roleName", 64));
    const { items, rest } = page(role.attached, input);
    const policies = items.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf("/") + 1), PolicyArn: arn }));
    return { AttachedPolicies: policies, ...rest };
  },
};
