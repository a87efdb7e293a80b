import type { GetPolicyCommandInput, GetPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { arnOf } from "../constraints.ts";
import { policyShape } from "../shapes.ts";

/** `GetPolicy` (IAM API reference, API_GetPolicy). */
export const getPolicy: Operation<IamAccount, Wire<GetPolicyCommandInput>, Wire<GetPolicyCommandOutput>> = {
  name: "GetPolicy",
  permissions: (input) => [{ action: "iam:GetPolicy", resource: input.PolicyArn ?? "*" }],
  run: (input, _call, account) => {
    const arn = arnOf(input.PolicyArn, "policyArn");
    const own = account.awsPolicies().get(arn);
    if (own === undefined) return { Policy: policyShape(account.policy(arn), account) };
    const { name, path } = own;
    return { Policy: { PolicyName: name, Arn: arn, Path: path, DefaultVersionId: "v1", IsAttachable: true } };
  },
};
