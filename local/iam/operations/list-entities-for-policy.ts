import type { ListEntitiesForPolicyCommandInput, ListEntitiesForPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { arnOf } from "../constraints.ts";
import { policyNotFound } from "../errors.ts";
import { page } from "../pages.ts";

/** `ListEntitiesForPolicy` (IAM API reference, API_ListEntitiesForPolicy). */
export const listEntitiesForPolicy: Operation<
  IamAccount,
  Wire<ListEntitiesForPolicyCommandInput>,
  Wire<ListEntitiesForPolicyCommandOutput>
> = {
  name: "ListEntitiesForPolicy",
  permissions: (input) => [{ action: "iam:ListEntitiesForPolicy", resource: input.PolicyArn ?? "*" }],
  run: (input, _call, account) => {
    const arn = arnOf(input.PolicyArn, "policyArn");
    if (account.document(arn) === undefined) throw policyNotFound(arn);
    const attached = account.roles().filter((role) => role.attached.includes(arn));
    const { items, rest } = page(attached, input);
    const roles = items.map(({ name, id }) => ({ RoleName: name, RoleId: id }));
    return { PolicyGroups: [], PolicyUsers: [], PolicyRoles: roles, ...rest };
  },
};
