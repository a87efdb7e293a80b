import type { TagRoleCommandInput, TagRoleCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { nameOf } from "../constraints.ts";
import { roleResource } from "../resources.ts";
import { mergeTags } from "../shapes.ts";

/** `TagRole` (IAM API reference, API_TagRole). */
export const tagRole: Operation<IamAccount, Wire<TagRoleCommandInput>, Wire<TagRoleCommandOutput>> = {
  name: "TagRole",
  permissions: (input, account) => [{ action: "iam:TagRole", resource: roleResource(input.RoleName, account) }],
  run: (input, _call, account) => {
    const role = account.role(nameOf(input.RoleName, "roleName", 64));
    account.putRole({ ...role, tags: mergeTags(role.tags, input.Tags) });
    return {};
  },
};
