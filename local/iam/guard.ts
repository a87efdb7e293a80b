import type { AssumeRole } from "../aws/aws.ts";
import type { Caller, RoleCaller, ServiceCaller } from "../aws/caller.ts";
import { AwsError } from "../aws/error.ts";
import type { Guard } from "../aws/router.ts";
import type { Permission } from "../aws/service.ts";
import type { Log } from "../log.ts";
import type { IamAccount } from "./account.ts";
import { contextOf } from "./context.ts";
import { type AccessRequest, type Decision, evaluate, type Policies } from "./evaluate.ts";
import { explain } from "./explain.ts";
import { compilePolicy, type Policy } from "./policy.ts";
import type { Principal } from "./principal.ts";
import { missingStatement, refusalText } from "./refusal.ts";
import { Remembered } from "./remembered.ts";
import { isLasting, type RolePolicies, rolePolicies } from "./role-policies.ts";
import type { Sessions } from "./sessions.ts";
import { FOREIGN_ROLES } from "./unknowns.ts";

type Verdict = ReturnType<Guard["authorize"]>;
const ALLOWED: Verdict = { allowed: true };

/**
 * Every key IAM knows of any request (IAMUG/reference_policies_condition-keys). A local endpoint has no TLS, and says it
 * has: policies that refuse what comes without would refuse everything here.
 */
const ALWAYS = { "aws:SecureTransport": "true", "aws:ViaAWSService": "false", "aws:SourceIp": "127.0.0.1" };

/** Judges every call between the services by the policies of the account. */
export class AccountGuard implements Guard {
  readonly #account: IamAccount;
  readonly #sessions: Sessions;
  readonly #log: Log;
  readonly #roles = new Map<string, RolePolicies | undefined>();
  readonly #allowed = new Remembered<true>();
  readonly #trusted = new Remembered<true>();
  readonly #resourcePolicies = new Remembered<Policy>(1000);
  readonly #foreign = new Set<string>();

  constructor(account: IamAccount, sessions: Sessions, log: Log) {
    this.#account = account;
    this.#sessions = sessions;
    this.#log = log;
    account.onChange(() => {
      this.#roles.clear();
      this.#allowed.clear();
      this.#trusted.clear();
    });
  }

  authorize(caller: Caller, permission: Permission): Verdict {
    if (caller.kind === "account") return ALLOWED;
    if (caller.kind === "role" && this.#isForeign(caller.roleArn)) return ALLOWED;
    const key = verdictKey(caller, permission);
    if (this.#allowed.get(key) === true) return ALLOWED;
    const { verdict, lasting } = this.#judge(caller, permission);
    if (verdict.allowed && lasting) this.#allowed.set(key, true);
    return verdict;
  }

  assumeRole(request: AssumeRole): RoleCaller {
    const { roleArn, principal, sessionName, context } = request;
    const caller: RoleCaller = { kind: "role", roleArn, sessionName };
    const key = `${roleArn}\n${principal}\n${context === undefined ? "" : JSON.stringify(context)}`;
    if (this.#trusted.get(key) === true || this.#isForeign(roleArn)) return caller;
    const policies = this.#role(roleArn);
    const asked: AccessRequest = {
      action: "sts:AssumeRole",
      resource: roleArn,
      principal: { kind: "service", name: principal },
      context: contextOf(ALWAYS, this.#time(), servicePrincipalKeys(principal), context),
    };
    if (policies === undefined) throw this.#untrusted(asked, principal, "there is no such role");
    const judges: Policies = { identity: undefined, resource: policies.trust };
    const decision = evaluate(asked, judges);
    if (decision.outcome !== "allowed") {
      throw this.#untrusted(asked, principal, explain(asked, judges, decision));
    }
    if (isLasting(policies.trust)) this.#trusted.set(key, true);
    return caller;
  }

  issueCredentials: Guard["issueCredentials"] = (session) => this.#sessions.issue(session);
  resolveCredentials: Guard["resolveCredentials"] = (accessKeyId) => this.#sessions.resolve(accessKeyId);

  /** A role that was never made here may do everything, and that is said once. */
  #isForeign(arn: string): boolean {
    if (FOREIGN_ROLES === "refuse" || !this.#account.isForeign(arn)) return false;
    if (!this.#foreign.has(arn)) {
      this.#foreign.add(arn);
      this.#log.warn(
        `${arn} was not made here, so nothing says what it may do: it may do everything. AWS refuses a role that does not exist; make it (aws iam create-role) to have its policies enforced.`,
      );
    }
    return true;
  }

  /** The policies of a role, compiled once until something changes. */
  #role(arn: string): RolePolicies | undefined {
    if (this.#roles.has(arn)) return this.#roles.get(arn);
    const role = this.#account.roleByArn(arn);
    const policies = role === undefined ? undefined : rolePolicies(role, this.#account);
    this.#roles.set(arn, policies);
    return policies;
  }

  #judge(caller: RoleCaller | ServiceCaller, permission: Permission): { verdict: Verdict; lasting: boolean } {
    const resource = this.#resourcePolicy(permission);
    const role = caller.kind === "role" ? this.#role(caller.roleArn) : undefined;
    const identity = caller.kind === "role" ? (role?.identity ?? []) : undefined;
    const policies: Policies = { identity, boundary: role?.boundary, resource };
    const request: AccessRequest = {
      action: permission.action,
      resource: permission.resource,
      principal: this.#principal(caller),
      context: contextOf(
        ALWAYS,
        this.#time(),
        this.#identityKeys(caller, role),
        this.#sourceKeys(caller),
        permission.context,
      ),
    };
    const lasting = role?.lasting !== false && (resource === undefined || isLasting(resource));
    const decision = evaluate(request, policies);
    if (decision.outcome === "allowed") return { verdict: ALLOWED, lasting };
    const user = caller.kind === "role" ? sessionArn(caller) : caller.principal;
    const message = refusalText(user, permission.action, permission.resource, decision);
    const why =
      caller.kind === "role" && role === undefined
        ? "there is no such role any more"
        : explain(request, policies, decision);
    return { verdict: { allowed: false, message, hint: hintOf(caller, permission, decision, why) }, lasting };
  }

  /** Services keep what they are given for a policy: one that cannot be read says nothing of anybody. */
  #resourcePolicy({ resource, resourcePolicy: text }: Permission): Policy | undefined {
    if (text === undefined || text === "") return undefined;
    const known = this.#resourcePolicies.get(text);
    if (known !== undefined) return known;
    let policy: Policy;
    try {
      policy = compilePolicy("the resource's policy", text);
    } catch (error) {
      policy = { name: "the resource's policy", statements: [] };
      const why = error instanceof Error ? error.message : String(error);
      this.#log.warn(`iam: the policy of ${resource} cannot be read, and allows nothing: ${why}`);
    }
    this.#resourcePolicies.set(text, policy);
    return policy;
  }

  #principal(caller: RoleCaller | ServiceCaller): Principal {
    if (caller.kind === "service") return { kind: "service", name: caller.principal };
    const { account } = this.#account.scope;
    return { kind: "aws", account, arns: [caller.roleArn, sessionArn(caller)], speaksForAccount: false };
  }

  #identityKeys(caller: RoleCaller | ServiceCaller, role: RolePolicies | undefined): Readonly<Record<string, string>> {
    if (caller.kind === "service") return servicePrincipalKeys(caller.principal);
    const { account, region } = this.#account.scope;
    const tags = Object.fromEntries(
      (role?.role.tags ?? []).map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, Value]),
    );
    return {
      ...tags,
      "aws:PrincipalArn": caller.roleArn,
      "aws:PrincipalAccount": account,
      "aws:PrincipalType": "AssumedRole",
      "aws:PrincipalIsAWSService": "false",
      "aws:userid": `${role?.role.id ?? ""}:${caller.sessionName}`,
      "aws:RequestedRegion": region,
      "aws:ResourceAccount": account,
      ...caller.context,
    };
  }

  #sourceKeys(caller: RoleCaller | ServiceCaller): Readonly<Record<string, string | undefined>> {
    if (caller.kind === "role") return {};
    return { "aws:SourceArn": caller.sourceArn, "aws:SourceAccount": caller.sourceAccount };
  }

  #time(): Readonly<Record<string, string>> {
    const now = this.#account.now();
    return {
      "aws:CurrentTime": new Date(now).toISOString(),
      "aws:EpochTime": String(Math.floor(now / 1000)),
    };
  }

  #untrusted(asked: AccessRequest, principal: string, why: string): AwsError {
    const sends =
      asked.context.get("aws:sourceaccount") === undefined
        ? ` ${principal} sends neither aws:SourceArn nor aws:SourceAccount along.`
        : "";
    this.#log.warn(
      `${principal} may not assume ${asked.resource}: ${why}.${why.includes("condition") ? sends : ""} ` +
        `Its trust policy needs {"Effect":"Allow","Principal":{"Service":"${principal}"},"Action":"sts:AssumeRole"}.`,
    );
    const text = `User: ${principal} is not authorized to perform: sts:AssumeRole on resource: ${asked.resource}`;
    return new AwsError("AccessDenied", text, { status: 403 });
  }
}

/** `arn:aws:sts::000000000000:assumed-role/ROLE/SESSION`; a role's path does not show in it. */
export function sessionArn({ roleArn, sessionName }: RoleCaller): string {
  const [, partition = "aws", , , account = ""] = roleArn.split(":");
  return `arn:${partition}:sts::${account}:assumed-role/${roleArn.slice(roleArn.lastIndexOf("/") + 1)}/${sessionName}`;
}

function servicePrincipalKeys(principal: string): Readonly<Record<string, string>> {
  return { "aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": principal };
}

/** Sessions of one role share their verdicts: a policy that tells them apart is not remembered at all. */
function verdictKey(caller: RoleCaller | ServiceCaller, permission: Permission): string {
  const { action, resource, context, resourcePolicy = "" } = permission;
  const who =
    caller.kind === "role"
      ? `${caller.roleArn}\n${caller.context === undefined ? "" : JSON.stringify(caller.context)}`
      : `${caller.principal}\n${caller.sourceArn ?? ""}\n${caller.sourceAccount ?? ""}`;
  return `${who}\n${action}\n${resource}\n${context === undefined ? "" : JSON.stringify(context)}\n${resourcePolicy}`;
}

function hintOf(
  caller: RoleCaller | ServiceCaller,
  { action, resource }: Permission,
  decision: Decision,
  why: string,
): string {
  const who = caller.kind === "role" ? caller.roleArn : caller.principal;
  const refused = `${who} may not ${action} on ${resource}: ${why}.`;
  if (decision.outcome === "explicitDeny") return refused;
  const service = caller.kind === "service" ? caller.principal : undefined;
  const where = service === undefined ? "Its role's policy" : "The resource's policy";
  return `${refused} ${where} needs ${missingStatement(action, resource, service)}.`;
}
