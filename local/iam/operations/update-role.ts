import type { UpdateRoleCommandInput, UpdateRoleCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { nameOf, sessionDurationOf } from "../constraints.ts";
import { roleResource } from "../resources.ts";

/** `UpdateRole` (IAM API reference, API_UpdateRole). */
export const updateRole: Operation<IamAccount, Wire<UpdateRoleCommandInput>, Wire<UpdateRoleCommandOutput>> = {
  name: "UpdateRole",
  permissions: (input, account) => [{ action: "iam:UpdateRole", resource: roleResource(input.RoleName, account) }],
  run: (input, _call, account) => {
    const role = account.role(nameOf(input.RoleName, "roleName", 64));
    account.putRole({
      ...role,
      description: input.Description ?? role.description,
      maxSessionDuration: sessionDurationOf(input.MaxSessionDuration ?? role.maxSessionDuration),
    });
    return {};
  },
};
