import type { TagPolicyCommandInput, TagPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { arnOf } from "../constraints.ts";
import { mergeTags } from "../shapes.ts";

/** `TagPolicy` (IAM API reference, API_TagPolicy). */
export const tagPolicy: Operation<IamAccount, Wire<TagPolicyCommandInput>, Wire<TagPolicyCommandOutput>> = {
  name: "TagPolicy",
  permissions: (input) => [{ action: "iam:TagPolicy", resource: input.PolicyArn ?? "*" }],
  run: (input, _call, account) => {
    const policy = account.policy(arnOf(input.PolicyArn, "policyArn"));
    account.putPolicy({ ...policy, tags: mergeTags(policy.tags, input.Tags) });
    return {};
  },
};
