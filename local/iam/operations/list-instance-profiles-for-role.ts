import type {
  ListInstanceProfilesForRoleCommandInput,
  ListInstanceProfilesForRoleCommandOutput,
} from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { nameOf } from "../constraints.ts";
import { roleResource } from "../resources.ts";

/** `ListInstanceProfilesForRole` (IAM API reference, API_ListInstanceProfilesForRole). */
export const listInstanceProfilesForRole: Operation<
  IamAccount,
  Wire<ListInstanceProfilesForRoleCommandInput>,
  Wire<ListInstanceProfilesForRoleCommandOutput>
> = {
  name: "ListInstanceProfilesForRole",
  permissions: (input, account) => [
    { action: "iam:ListInstanceProfilesForRole", resource: roleResource(input.RoleName, account) },
  ],
  run: (input, _call, account) => {
    account.role(nameOf(input.RoleName, "roleName", 64));
    return { InstanceProfiles: [], IsTruncated: false };
  },
};
