import type { UntagRoleCommandInput, UntagRoleCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { nameOf } from "../constraints.ts";
import { roleResource } from "../resources.ts";

/** `UntagRole` (IAM API reference, API_UntagRole). */
export const untagRole: Operation<IamAccount, Wire<UntagRoleCommandInput>, Wire<UntagRoleCommandOutput>> = {
  name: "UntagRole",
  permissions: (input, account) => [{ action: "iam:UntagRole", resource: roleResource(input.RoleName, account) }],
  run: (input, _call, account) => {
    const role = account.role(nameOf(input.RoleName, "roleName", 64));
    const gone = new Set(input.TagKeys?.map((key) => key.toLowerCase()));
    account.putRole({ ...role, tags: role.tags.filter(({ Key }) => !gone.has(Key.toLowerCase())) });
    return {};
  },
};
