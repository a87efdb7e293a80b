import type {
  PutRolePermissionsBoundaryCommandInput,
  PutRolePermissionsBoundaryCommandOutput,
} from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { nameOf, required } from "../constraints.ts";
import { noSuchEntity } from "../errors.ts";
import { roleResource } from "../resources.ts";

/** `PutRolePermissionsBoundary` (IAM API reference, API_PutRolePermissionsBoundary). */
export const putRolePermissionsBoundary: Operation<
  IamAccount,
  Wire<PutRolePermissionsBoundaryCommandInput>,
  Wire<PutRolePermissionsBoundaryCommandOutput>
> = {
  name: "PutRolePermissionsBoundary",
  permissions: (input, account) => [
    { action: "iam:PutRolePermissionsBoundary", resource: roleResource(input.RoleName, account) },
  ],
  run: (input, _call, account) => {
    const role = account.role(nameOf(input.RoleName, "roleName", 64));
    const boundary = required(input.PermissionsBoundary, "permissionsBoundary");
    if (account.document(boundary) === undefined) {
      throw noSuchEntity(`Scope ARN: ${boundary} does not exist or is not attachable.`);
    }
    account.putRole({ ...role, boundary });
    return {};
  },
};
