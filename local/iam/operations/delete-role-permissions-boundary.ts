import type {
  DeleteRolePermissionsBoundaryCommandInput,
  DeleteRolePermissionsBoundaryCommandOutput,
} from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { nameOf } from "../constraints.ts";
import { roleResource } from "../resources.ts";

/** `DeleteRolePermissionsBoundary` (IAM API reference, API_DeleteRolePermissionsBoundary). */
export const deleteRolePermissionsBoundary: Operation<
  IamAccount,
  Wire<DeleteRolePermissionsBoundaryCommandInput>,
  Wire<DeleteRolePermissionsBoundaryCommandOutput>
> = {
  name: "DeleteRolePermissionsBoundary",
  permissions: (input, account) => [
    { action: "iam:DeleteRolePermissionsBoundary", resource: roleResource(input.RoleName, account) },
  ],
  run: (input, _call, account) => {
    const role = account.role(nameOf(input.RoleName, "roleName", 64));
    account.putRole({ ...role, boundary: undefined });
    return {};
  },
};
