import type { CreatePolicyVersionCommandInput, CreatePolicyVersionCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { checkPolicy } from "../check-document.ts";
import { arnOf, required } from "../constraints.ts";
import type { ManagedPolicy } from "../entities.ts";
import { limitExceeded } from "../errors.ts";
import { checkManagedSize } from "../quotas.ts";
import { versionShape } from "../shapes.ts";

const MOST_VERSIONS = 5;

/** `CreatePolicyVersion` (IAM API reference, API_CreatePolicyVersion). */
export const createPolicyVersion: Operation<
  IamAccount,
  Wire<CreatePolicyVersionCommandInput>,
  Wire<CreatePolicyVersionCommandOutput>
> = {
  name: "CreatePolicyVersion",
  permissions: (input) => [{ action: "iam:CreatePolicyVersion", resource: input.PolicyArn ?? "*" }],
  run: (input, _call, account) => {
    const policy = account.policy(arnOf(input.PolicyArn, "policyArn"));
    const document = required(input.PolicyDocument, "policyDocument");
    checkPolicy(document, "managed");
    checkManagedSize(document);
    if (policy.versions.length >= MOST_VERSIONS) {
      throw limitExceeded(
        `A managed policy can have up to ${MOST_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
      );
    }
    const now = account.now();
    const version = { id: `v${policy.versionsMade + 1}`, document, created: now };
    const next: ManagedPolicy = {
      ...policy,
      updated: now,
      versions: [...policy.versions, version],
      versionsMade: policy.versionsMade + 1,
      defaultVersion: input.SetAsDefault === true ? version.id : policy.defaultVersion,
    };
    account.putPolicy(next);
    return { PolicyVersion: versionShape(next, version) };
  },
};
