import type {
  Policy as IamPolicy,
  PolicyVersion as IamPolicyVersion,
  Role as IamRole,
  Tag as IamTag,
} from "@aws-sdk/client-iam";
import type { Wire } from "../json.ts";
import type { IamAccount } from "./account.ts";
import { encodeDocument } from "./encoding.ts";
import type { ManagedPolicy, PolicyVersion, Role, Tag } from "./entities.ts";
import { invalidInput } from "./errors.ts";

/** A role as the operations show it. */
export function roleShape(role: Role): Wire<IamRole> {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: Math.floor(role.created / 1000),
    AssumeRolePolicyDocument: encodeDocument(role.trust),
    ...(role.description === undefined ? {} : { Description: role.description }),
    MaxSessionDuration: role.maxSessionDuration,
    ...(role.boundary === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: "PermissionsBoundaryPolicy",
            PermissionsBoundaryArn: role.boundary,
          },
        }),
    ...(role.tags.length === 0 ? {} : { Tags: [...role.tags] }),
    RoleLastUsed: {},
  };
}

/** A managed policy as the operations show it. */
export function policyShape(policy: ManagedPolicy, account: IamAccount): Wire<IamPolicy> {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: account.attachments(policy.arn),
    PermissionsBoundaryUsageCount: account.roles().filter(({ boundary }) => boundary === policy.arn).length,
    IsAttachable: true,
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    CreateDate: Math.floor(policy.created / 1000),
    UpdateDate: Math.floor(policy.updated / 1000),
    Tags: [...policy.tags],
  };
}

/** A version of a managed policy, without its document. */
export function versionShape(policy: ManagedPolicy, { id, created }: PolicyVersion): Wire<IamPolicyVersion> {
  return { VersionId: id, IsDefaultVersion: id === policy.defaultVersion, CreateDate: Math.floor(created / 1000) };
}

/**
 * Tags as given, with those of `old` that have no successor.
 *
 * @throws AwsError `InvalidInput` for a key that is given twice.
 */
export function mergeTags(old: readonly Tag[], given: readonly Wire<IamTag>[] | undefined): readonly Tag[] {
  const merged = new Map(old.map((tag) => [tag.Key.toLowerCase(), tag]));
  const seen = new Set<string>();
  for (const { Key = "", Value = "" } of given ?? []) {
    if (seen.has(Key.toLowerCase())) {
      throw invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    seen.add(Key.toLowerCase());
    merged.set(Key.toLowerCase(), { Key, Value });
  }
  return [...merged.values()];
}
