import type { DeleteRoleCommandInput, DeleteRoleCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { nameOf } from "../constraints.ts";
import { deleteConflict } from "../errors.ts";
import { roleResource } from "../resources.ts";

/** `DeleteRole` (IAM API reference, API_DeleteRole). */
export const deleteRole: Operation<IamAccount, Wire<DeleteRoleCommandInput>, Wire<DeleteRoleCommandOutput>> = {
  name: "DeleteRole",
  permissions: (input, account) => [{ action: "iam:DeleteRole", resource: roleResource(input.RoleName, account) }],
  run: (input, _call, account) => {
    const role = account.role(nameOf(input.RoleName, "roleName", 64));
    if (role.attached.length > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
    if (Object.keys(role.inline).length > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
    account.deleteRole(role.name);
    return {};
  },
};
