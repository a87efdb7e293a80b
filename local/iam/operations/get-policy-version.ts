import type { GetPolicyVersionCommandInput, GetPolicyVersionCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { arnOf, required } from "../constraints.ts";
import { encodeDocument } from "../encoding.ts";
import { noSuchEntity } from "../errors.ts";
import { versionShape } from "../shapes.ts";

/** `GetPolicyVersion` (IAM API reference, API_GetPolicyVersion). */
export const getPolicyVersion: Operation<
  IamAccount,
  Wire<GetPolicyVersionCommandInput>,
  Wire<GetPolicyVersionCommandOutput>
> = {
  name: "GetPolicyVersion",
  permissions: (input) => [{ action: "iam:GetPolicyVersion", resource: input.PolicyArn ?? "*" }],
  run: (input, _call, account) => {
    const arn = arnOf(input.PolicyArn, "policyArn");
    const id = required(input.VersionId, "versionId");
    const own = account.awsPolicies().get(arn);
    if (own !== undefined && id === "v1") {
      return { PolicyVersion: { Document: encodeDocument(own.document), VersionId: id, IsDefaultVersion: true } };
    }
    const policy = account.policy(arn);
    const version = policy.versions.find((each) => each.id === id);
    if (version === undefined) throw noSuchEntity(`Policy ${arn} version ${id} does not exist or is not attachable.`);
    return { PolicyVersion: { Document: encodeDocument(version.document), ...versionShape(policy, version) } };
  },
};
