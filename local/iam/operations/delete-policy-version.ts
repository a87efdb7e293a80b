import type { DeletePolicyVersionCommandInput, DeletePolicyVersionCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { arnOf, required } from "../constraints.ts";
import { deleteConflict, noSuchEntity } from "../errors.ts";

/** `DeletePolicyVersion` (IAM API reference, API_DeletePolicyVersion). */
export const deletePolicyVersion: Operation<
  IamAccount,
  Wire<DeletePolicyVersionCommandInput>,
  Wire<DeletePolicyVersionCommandOutput>
> = {
  name: "DeletePolicyVersion",
  permissions: (input) => [{ action: "iam:DeletePolicyVersion", resource: input.PolicyArn ?? "*" }],
  run: (input, _call, account) => {
    const policy = account.policy(arnOf(input.PolicyArn, "policyArn"));
    const id = required(input.VersionId, "versionId");
    if (!policy.versions.some((version) => version.id === id)) {
      throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
    }
    if (id === policy.defaultVersion) throw deleteConflict("Cannot delete the default version of a policy.");
    account.putPolicy({ ...policy, versions: policy.versions.filter((version) => version.id !== id) });
    return {};
  },
};
