import type { ListPoliciesCommandInput, ListPoliciesCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { page } from "../pages.ts";
import { policyShape } from "../shapes.ts";

/** `ListPolicies` (IAM API reference, API_ListPolicies). */
export const listPolicies: Operation<IamAccount, Wire<ListPoliciesCommandInput>, Wire<ListPoliciesCommandOutput>> = {
  name: "ListPolicies",
  permissions: () => [{ action: "iam:ListPolicies", resource: "*" }],
  run: (input, _call, account) => {
    const prefix = input.PathPrefix ?? "/";
    const own = account.policies().filter(({ path }) => path.startsWith(prefix));
    const { items, rest } = page(input.Scope === "AWS" ? [] : own, input);
    return { Policies: items.map((policy) => ({ ...policyShape(policy, account), Tags: undefined })), ...rest };
  },
};
