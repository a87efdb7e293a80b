import type { CreatePolicyCommandInput, CreatePolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { IamAccount } from "../account.ts";
import { checkPolicy } from "../check-document.ts";
import { nameOf, pathOf, required } from "../constraints.ts";
import type { ManagedPolicy } from "../entities.ts";
import { entityAlreadyExists } from "../errors.ts";
import { checkManagedSize } from "../quotas.ts";
import { mergeTags, policyShape } from "../shapes.ts";

/** `CreatePolicy` (IAM API reference, API_CreatePolicy). */
export const createPolicy: Operation<IamAccount, Wire<CreatePolicyCommandInput>, Wire<CreatePolicyCommandOutput>> = {
  name: "CreatePolicy",
  permissions: (input, { scope }) => [
    {
      action: "iam:CreatePolicy",
      resource: `arn:${scope.partition}:iam::${scope.account}:policy${input.Path ?? "/"}${input.PolicyName}`,
    },
  ],
  run: (input, _call, account) => {
    const name = nameOf(input.PolicyName, "policyName", 128);
    const document = required(input.PolicyDocument, "policyDocument");
    const path = pathOf(input.Path);
    checkPolicy(document, "managed");
    checkManagedSize(document);
    const { partition, account: id } = account.scope;
    const arn = `arn:${partition}:iam::${id}:policy${path}${name}`;
    if (account.policies().some((policy) => policy.name === name)) {
      throw entityAlreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
    }
    const now = account.now();
    const policy: ManagedPolicy = {
      name,
      path,
      arn,
      id: account.newId("ANPA"),
      created: now,
      updated: now,
      description: input.Description,
      versions: [{ id: "v1", document, created: now }],
      defaultVersion: "v1",
      versionsMade: 1,
      tags: mergeTags([], input.Tags),
    };
    account.putPolicy(policy);
    const { Tags: tags = [], ...created } = policyShape(policy, account);
    return { Policy: tags.length === 0 ? created : { ...created, Tags: tags } };
  },
};
