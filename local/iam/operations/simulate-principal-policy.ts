import type { SimulatePrincipalPolicyCommandInput, SimulatePrincipalPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { checkPolicy } from "../check-document.ts";
import { required } from "../constraints.ts";
import { noSuchEntity } from "../errors.ts";
import { compilePolicy } from "../policy.ts";
import { rolePolicies } from "../role-policies.ts";
import { givenResourcePolicy, simulate } from "../simulate.ts";

/** `SimulatePrincipalPolicy` (IAM API reference, API_SimulatePrincipalPolicy): what a role may do. */
export const simulatePrincipalPolicy: Operation<
  IamAccount,
  Wire<SimulatePrincipalPolicyCommandInput>,
  Wire<SimulatePrincipalPolicyCommandOutput>
> = {
  name: "SimulatePrincipalPolicy",
  permissions: (input) => [{ action: "iam:SimulatePrincipalPolicy", resource: input.PolicySourceArn ?? "*" }],
  run: (input, _call, account) => {
    const arn = required(input.PolicySourceArn, "policySourceArn");
    const role = account.roleByArn(arn);
    if (role === undefined) throw noSuchEntity(`The entity with ARN ${arn} cannot be found.`);
    const { identity, boundary } = rolePolicies(role, account);
    const more = (input.PolicyInputList ?? []).map((text, index) => {
      checkPolicy(text, "identity");
      return compilePolicy(`PolicyInputList.${index + 1}`, text);
    });
    const resource = givenResourcePolicy(input.ResourcePolicy);
    const results = simulate({
      actions: input.ActionNames ?? [],
      resources: input.ResourceArns ?? ["*"],
      context: input.ContextEntries ?? [],
      policies: { identity: [...identity, ...more], boundary, resource },
      principal: { kind: "aws", account: account.scope.account, arns: [arn], speaksForAccount: false },
    });
    return { EvaluationResults: results, IsTruncated: false };
  },
};
