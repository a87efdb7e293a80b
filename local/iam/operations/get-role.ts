import type { GetRoleCommandInput, GetRoleCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { nameOf } from "../constraints.ts";
import { roleResource } from "../resources.ts";
import { roleShape } from "../shapes.ts";

/** `GetRole` (IAM API reference, API_GetRole). */
export const getRole: Operation<IamAccount, Wire<GetRoleCommandInput>, Wire<GetRoleCommandOutput>> = {
  name: "GetRole",
  permissions: (input, account) => [{ action: "iam:GetRole", resource: roleResource(input.RoleName, account) }],
  run: (input, _call, account) => ({ Role: roleShape(account.role(nameOf(input.RoleName, "roleName", 64))) }),
};
