import type { DeletePolicyCommandInput, DeletePolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { arnOf } from "../constraints.ts";
import { deleteConflict } from "../errors.ts";

/** `DeletePolicy` (IAM API reference, API_DeletePolicy). */
export const deletePolicy: Operation<IamAccount, Wire<DeletePolicyCommandInput>, Wire<DeletePolicyCommandOutput>> = {
  name: "DeletePolicy",
  permissions: (input) => [{ action: "iam:DeletePolicy", resource: input.PolicyArn ?? "*" }],
  run: (input, _call, account) => {
    const policy = account.policy(arnOf(input.PolicyArn, "policyArn"));
    if (account.attachments(policy.arn) > 0) throw deleteConflict("Cannot delete a policy attached to entities.");
    if (policy.versions.length > 1) {
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    account.deletePolicy(policy.arn);
    return {};
  },
};
