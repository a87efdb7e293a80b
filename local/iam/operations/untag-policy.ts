import type { UntagPolicyCommandInput, UntagPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { arnOf } from "../constraints.ts";

/** `UntagPolicy` (IAM API reference, API_UntagPolicy). */
export const untagPolicy: Operation<IamAccount, Wire<UntagPolicyCommandInput>, Wire<UntagPolicyCommandOutput>> = {
  name: "UntagPolicy",
  permissions: (input) => [{ action: "iam:UntagPolicy", resource: input.PolicyArn ?? "*" }],
  run: (input, _call, account) => {
    const policy = account.policy(arnOf(input.PolicyArn, "policyArn"));
    const gone = new Set(input.TagKeys?.map((key) => key.toLowerCase()));
    account.putPolicy({ ...policy, tags: policy.tags.filter(({ Key }) => !gone.has(Key.toLowerCase())) });
    return {};
  },
};
