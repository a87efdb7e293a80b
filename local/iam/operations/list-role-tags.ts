import type { ListRoleTagsCommandInput, ListRoleTagsCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { nameOf } from "../constraints.ts";
import { page } from "../pages.ts";
import { roleResource } from "../resources.ts";

/** `ListRoleTags` (IAM API reference, API_ListRoleTags). */
export const listRoleTags: Operation<IamAccount, Wire<ListRoleTagsCommandInput>, Wire<ListRoleTagsCommandOutput>> = {
  name: "ListRoleTags",
  permissions: (input, account) => [{ action: "iam:ListRoleTags", resource: roleResource(input.RoleName, account) }],
  run: (input, _call, account) => {
    const { items, rest } = page(account.role(nameOf(input.RoleName, "roleName", 64)).tags, input);
    return { Tags: items, ...rest };
  },
};
