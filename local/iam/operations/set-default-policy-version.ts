import type { SetDefaultPolicyVersionCommandInput, SetDefaultPolicyVersionCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { arnOf, required } from "../constraints.ts";
import { noSuchEntity } from "../errors.ts";

/** `SetDefaultPolicyVersion` (IAM API reference, API_SetDefaultPolicyVersion). */
export const setDefaultPolicyVersion: Operation<
  IamAccount,
  Wire<SetDefaultPolicyVersionCommandInput>,
  Wire<SetDefaultPolicyVersionCommandOutput>
> = {
  name: "SetDefaultPolicyVersion",
  permissions: (input) => [{ action: "iam:SetDefaultPolicyVersion", resource: input.PolicyArn ?? "*" }],
  run: (input, _call, account) => {
    const policy = account.policy(arnOf(input.PolicyArn, "policyArn"));
    const id = required(input.VersionId, "versionId");
    if (!policy.versions.some((version) => version.id === id)) {
      throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
    }
    account.putPolicy({ ...policy, defaultVersion: id, updated: account.now() });
    return {};
  },
};
