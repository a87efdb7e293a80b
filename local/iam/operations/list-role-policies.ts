import type { ListRolePoliciesCommandInput, ListRolePoliciesCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { nameOf } from "../constraints.ts";
import { page } from "../pages.ts";
import { roleResource } from "../resources.ts";

/** `ListRolePolicies` (IAM API reference, API_ListRolePolicies). */
export const listRolePolicies: Operation<
  IamAccount,
  Wire<ListRolePoliciesCommandInput>,
  Wire<ListRolePoliciesCommandOutput>
> = {
  name: "ListRolePolicies",
  permissions: (input, account) => [
    { action: "iam:ListRolePolicies", resource: roleResource(input.RoleName, account) },
  ],
  run: (input, _call, account) => {
    const role = account.role(nameOf(input.RoleName, "roleName", 64));
    const { items, rest } = page(Object.keys(role.inline).sort(), input);
    return { PolicyNames: items, ...rest };
  },
};
