import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsError } from "../aws/error.ts";
import { constrained, type Demands } from "../aws/model-constraints.ts";
import type { Guard } from "../aws/router.ts";
import { defineService, type Operation } from "../aws/service.ts";
import type { QueryWire } from "../aws/wire.ts";
import type { Environment, Module } from "../module.ts";
import { iamHandlers } from "../provider/resources/iam.ts";
import { IamAccount } from "./account.ts";
import { brokenModel } from "./errors.ts";
import { AccountGuard } from "./guard.ts";
import { attachRolePolicy } from "./operations/attach-role-policy.ts";
import { createPolicy } from "./operations/create-policy.ts";
import { createPolicyVersion } from "./operations/create-policy-version.ts";
import { createRole } from "./operations/create-role.ts";
import { deletePolicy } from "./operations/delete-policy.ts";
import { deletePolicyVersion } from "./operations/delete-policy-version.ts";
import { deleteRole } from "./operations/delete-role.ts";
import { deleteRolePermissionsBoundary } from "./operations/delete-role-permissions-boundary.ts";
import { deleteRolePolicy } from "./operations/delete-role-policy.ts";
import { detachRolePolicy } from "./operations/detach-role-policy.ts";
import { getPolicy } from "./operations/get-policy.ts";
import { getPolicyVersion } from "./operations/get-policy-version.ts";
import { getRole } from "./operations/get-role.ts";
import { getRolePolicy } from "./operations/get-role-policy.ts";
import { listAttachedRolePolicies } from "./operations/list-attached-role-policies.ts";
import { listEntitiesForPolicy } from "./operations/list-entities-for-policy.ts";
import { listInstanceProfilesForRole } from "./operations/list-instance-profiles-for-role.ts";
import { listPolicies } from "./operations/list-policies.ts";
import { listPolicyTags } from "./operations/list-policy-tags.ts";
import { listPolicyVersions } from "./operations/list-policy-versions.ts";
import { listRolePolicies } from "./operations/list-role-policies.ts";
import { listRoleTags } from "./operations/list-role-tags.ts";
import { listRoles } from "./operations/list-roles.ts";
import { putRolePermissionsBoundary } from "./operations/put-role-permissions-boundary.ts";
import { putRolePolicy } from "./operations/put-role-policy.ts";
import { setDefaultPolicyVersion } from "./operations/set-default-policy-version.ts";
import { simulateCustomPolicy } from "./operations/simulate-custom-policy.ts";
import { simulatePrincipalPolicy } from "./operations/simulate-principal-policy.ts";
import { tagPolicy } from "./operations/tag-policy.ts";
import { tagRole } from "./operations/tag-role.ts";
import { untagPolicy } from "./operations/untag-policy.ts";
import { untagRole } from "./operations/untag-role.ts";
import { updateAssumeRolePolicy } from "./operations/update-assume-role-policy.ts";
import { updateRole } from "./operations/update-role.ts";
import { Sessions } from "./sessions.ts";
import { assumeRole } from "./sts/operations/assume-role.ts";
import { getCallerIdentity } from "./sts/operations/get-caller-identity.ts";
import type { StsState } from "./sts/state.ts";

const IAM_WIRE: QueryWire = {
  protocol: "query",
  signingName: "iam",
  version: "2010-05-08",
  xmlns: "https://iam.amazonaws.com/doc/2010-05-08/",
  timestamps: ["CreateDate", "UpdateDate", "LastUsedDate"],
  wholeSeconds: true,
  numbers: ["MaxItems", "MaxSessionDuration"],
  booleans: ["SetAsDefault", "OnlyAttached"],
  maps: ["EvalDecisionDetails"],
  lists: [
    "ActionNames",
    "ContextEntries",
    "ContextKeyValues",
    "PermissionsBoundaryPolicyInputList",
    "PolicyInputList",
    "ResourceArns",
    "TagKeys",
    "Tags",
  ],
};

const STS_WIRE: QueryWire = {
  protocol: "query",
  signingName: "sts",
  version: "2011-06-15",
  xmlns: "https://sts.amazonaws.com/doc/2011-06-15/",
  timestamps: ["Expiration"],
  wholeSeconds: true,
  numbers: ["DurationSeconds"],
  lists: ["PolicyArns", "Tags", "TransitiveTagKeys"],
};

/** What the service's model demands of documents, descriptions and tags; names are checked where they are taken. */
const IAM_MODEL: Readonly<Record<string, Demands>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "model.json"), "utf8"),
);

const IAM_OPERATIONS: readonly Operation<IamAccount, never, object>[] = [
  attachRolePolicy,
  createPolicy,
  createPolicyVersion,
  createRole,
  deletePolicy,
  deletePolicyVersion,
  deleteRole,
  deleteRolePermissionsBoundary,
  deleteRolePolicy,
  detachRolePolicy,
  getPolicy,
  getPolicyVersion,
  getRole,
  getRolePolicy,
  listAttachedRolePolicies,
  listEntitiesForPolicy,
  listInstanceProfilesForRole,
  listPolicies,
  listPolicyTags,
  listPolicyVersions,
  listRolePolicies,
  listRoleTags,
  listRoles,
  putRolePermissionsBoundary,
  putRolePolicy,
  setDefaultPolicyVersion,
  tagPolicy,
  tagRole,
  untagPolicy,
  untagRole,
  updateAssumeRolePolicy,
  updateRole,
  simulateCustomPolicy,
  simulatePrincipalPolicy,
];

/** Refusals by IAM and STS themselves (IAMUG/troubleshoot_access-denied). */
const denied = (message: string): AwsError => new AwsError("AccessDenied", message, { status: 403 });

/** IAM and STS: the account's roles and policies, and the guard that judges every call by them. */
export function createIam(environment: Environment): Module & { readonly guard: Guard } {
  const account = new IamAccount(environment);
  const sessions = new Sessions(environment.ids);
  const sts: StsState = { account, sessions };
  return {
    guard: new AccountGuard(account, sessions, environment.log),
    services: [
      defineService<IamAccount>(
        { id: "iam", wire: IAM_WIRE, denied },
        account,
        constrained(IAM_OPERATIONS, IAM_MODEL, brokenModel),
      ),
      defineService<StsState>({ id: "sts", wire: STS_WIRE, denied }, sts, [assumeRole, getCallerIdentity]),
    ],
    handlers: iamHandlers,
  };
}
