import type { CreateRoleCommandInput, CreateRoleCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { checkPolicy } from "../check-document.ts";
import { nameOf, pathOf, required, sessionDurationOf } from "../constraints.ts";
import type { Role } from "../entities.ts";
import { entityAlreadyExists, noSuchEntity } from "../errors.ts";
import { checkTrustSize } from "../quotas.ts";
import { roleResource } from "../resources.ts";
import { mergeTags, roleShape } from "../shapes.ts";

/** `CreateRole` (IAM API reference, API_CreateRole). */
export const createRole: Operation<IamAccount, Wire<CreateRoleCommandInput>, Wire<CreateRoleCommandOutput>> = {
  name: "CreateRole",
  permissions: (input, account) => [{ action: "iam:CreateRole", resource: roleResource(input.RoleName, account) }],
  run: (input, _call, account) => {
    const name = nameOf(input.RoleName, "roleName", 64);
    const trust = required(input.AssumeRolePolicyDocument, "assumeRolePolicyDocument");
    const path = pathOf(input.Path);
    checkPolicy(trust, "trust");
    checkTrustSize(trust);
    if (account.findRole(name) !== undefined) throw entityAlreadyExists(`Role with name ${name} already exists.`);
    const boundary = input.PermissionsBoundary;
    if (boundary !== undefined && account.document(boundary) === undefined) {
      throw noSuchEntity(`Scope ARN: ${boundary} does not exist or is not attachable.`);
    }
    const { partition, account: id } = account.scope;
    const role: Role = {
      name,
      path,
      id: account.newId("AROA"),
      arn: `arn:${partition}:iam::${id}:role${path}${name}`,
      created: account.now(),
      trust,
      description: input.Description,
      maxSessionDuration: sessionDurationOf(input.MaxSessionDuration),
      boundary,
      inline: {},
      attached: [],
      tags: mergeTags([], input.Tags),
    };
    account.putRole(role);
    // A new role is told without what GetRole knows on top of it (IAM user guide's and CLI's examples of create-role).
    const { MaxSessionDuration: _, RoleLastUsed: _never, ...created } = roleShape(role);
    return { Role: created };
  },
};
