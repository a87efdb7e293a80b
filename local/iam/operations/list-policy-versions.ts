import type { ListPolicyVersionsCommandInput, ListPolicyVersionsCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { arnOf } from "../constraints.ts";
import { page } from "../pages.ts";
import { versionShape } from "../shapes.ts";

/** `ListPolicyVersions` (IAM API reference, API_ListPolicyVersions). */
export const listPolicyVersions: Operation<
  IamAccount,
  Wire<ListPolicyVersionsCommandInput>,
  Wire<ListPolicyVersionsCommandOutput>
> = {
  name: "ListPolicyVersions",
  permissions: (input) => [{ action: "iam:ListPolicyVersions", resource: input.PolicyArn ?? "*" }],
  run: (input, _call, account) => {
    const policy = account.policy(arnOf(input.PolicyArn, "policyArn"));
    const { items, rest } = page([...policy.versions].reverse(), input);
    return { Versions: items.map((version) => versionShape(policy, version)), ...rest };
  },
};
