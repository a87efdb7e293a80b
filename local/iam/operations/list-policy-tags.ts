import type { ListPolicyTagsCommandInput, ListPolicyTagsCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { arnOf } from "../constraints.ts";
import { page } from "../pages.ts";

/** `ListPolicyTags` (IAM API reference, API_ListPolicyTags). */
export const listPolicyTags: Operation<
  IamAccount,
  Wire<ListPolicyTagsCommandInput>,
  Wire<ListPolicyTagsCommandOutput>
> = {
  name: "ListPolicyTags",
  permissions: (input) => [{ action: "iam:ListPolicyTags", resource: input.PolicyArn ?? "*" }],
  run: (input, _call, account) => {
    const { items, rest } = page(account.policy(arnOf(input.PolicyArn, "policyArn")).tags, input);
    return { Tags: items, ...rest };
  },
};
