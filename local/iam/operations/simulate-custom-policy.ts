import type { SimulateCustomPolicyCommandInput, SimulateCustomPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { checkPolicy } from "../check-document.ts";
import { compilePolicy } from "../policy.ts";
import { givenResourcePolicy, simulate } from "../simulate.ts";

/** `SimulateCustomPolicy` (IAM API reference, API_SimulateCustomPolicy): what policies that nobody has would allow. */
export const simulateCustomPolicy: Operation<
  IamAccount,
  Wire<SimulateCustomPolicyCommandInput>,
  Wire<SimulateCustomPolicyCommandOutput>
> = {
  name: "SimulateCustomPolicy",
  permissions: () => [{ action: "iam:SimulateCustomPolicy", resource: "*" }],
  run: (input, _call, account) => {
    const compile = (text: string, index: number) => {
      checkPolicy(text, "identity");
      return compilePolicy(`PolicyInputList.${index + 1}`, text);
    };
    const [boundary] = (input.PermissionsBoundaryPolicyInputList ?? []).map(compile);
    const resource = givenResourcePolicy(input.ResourcePolicy);
    const { partition, account: id } = account.scope;
    const caller = input.CallerArn ?? `arn:${partition}:iam::${id}:user/local`;
    const results = simulate({
      actions: input.ActionNames ?? [],
      resources: input.ResourceArns ?? ["*"],
      context: input.ContextEntries ?? [],
      policies: { identity: (input.PolicyInputList ?? []).map(compile), boundary, resource },
      principal: { kind: "aws", account: id, arns: [caller], speaksForAccount: false },
    });
    return { EvaluationResults: results, IsTruncated: false };
  },
};
