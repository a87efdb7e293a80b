import type { ListRolesCommandInput, ListRolesCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { page } from "../pages.ts";
import { roleShape } from "../shapes.ts";

/** `ListRoles` (IAM API reference, API_ListRoles). */
export const listRoles: Operation<IamAccount, Wire<ListRolesCommandInput>, Wire<ListRolesCommandOutput>> = {
  name: "ListRoles",
  permissions: (_input, account) => [
    { action: "iam:ListRoles", resource: `arn:${account.scope.partition}:iam::${account.scope.account}:role/` },
  ],
  run: (input, _call, account) => {
    const prefix = input.PathPrefix ?? "/";
    const { items, rest } = page(
      account.roles().filter(({ path }) => path.startsWith(prefix)),
      input,
    );
    // A list leaves out tags and boundary: GetRole and ListRoleTags show them.
    return { Roles: items.map((role) => ({ ...roleShape({ ...role, tags: [] }), RoleLastUsed: undefined })), ...rest };
  },
};
