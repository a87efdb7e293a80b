import type { Context } from "./context.ts";
import { matches } from "./match.ts";
import { coversAction, type Policy, type Statement } from "./policy.ts";
import type { Principal } from "./principal.ts";

/** What is asked. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly principal: Principal;
  readonly context: Context;
}

/** Everything that has a say. */
export interface Policies {
  /** The policies of the role; undefined for service principals, which have none. */
  readonly identity: readonly Policy[] | undefined;
  readonly boundary?: Policy | undefined;
  /** The policy of the resource, where it has one. */
  readonly resource?: Policy | undefined;
}

/** Which kind of policy decided. */
export type PolicyKind = "identity-based policy" | "resource-based policy" | "permissions boundary";

/** What was decided, and by which statement. */
export interface Decision {
  readonly outcome: "allowed" | "explicitDeny" | "implicitDeny";
  /** Whose `Deny` it was, or where an `Allow` is missing. */
  readonly kind: PolicyKind;
  /** The statement that decided; none for an implicit deny. */
  readonly by?: { readonly policy: string; readonly statement: string };
}

/**
 * IAM's evaluation within one account (IAMUG/reference_policies_evaluation-logic): any matching `Deny` refuses;
 * otherwise an `Allow` of the identity's policies (which the boundary must allow too) or of the resource's policy is
 * enough; otherwise it is refused.
 */
export function evaluate(request: AccessRequest, policies: Policies): Decision {
  const { identity, boundary, resource } = policies;
  const denied =
    find(identity ?? [], "Deny", request, "identity-based policy") ??
    (resource === undefined ? undefined : find([resource], "Deny", request, "resource-based policy")) ??
    (boundary === undefined ? undefined : find([boundary], "Deny", request, "permissions boundary"));
  if (denied !== undefined) return denied;
  const byResource = resource === undefined ? undefined : find([resource], "Allow", request, "resource-based policy");
  if (byResource !== undefined && !isLimited(request, policies)) return byResource;
  if (identity === undefined) return { outcome: "implicitDeny", kind: "resource-based policy" };
  const byIdentity = byResource ?? find(identity, "Allow", request, "identity-based policy");
  if (byIdentity === undefined) return { outcome: "implicitDeny", kind: "identity-based policy" };
  if (boundary !== undefined && find([boundary], "Allow", request, "permissions boundary") === undefined) {
    return { outcome: "implicitDeny", kind: "permissions boundary" };
  }
  return byIdentity;
}

/**
 * Whether a boundary has a say in what the resource's policy allows: when that names the role, not when it names the
 * session or everybody (IAMUG/reference_policies_evaluation-logic, "Resource-based policies").
 */
function isLimited(request: AccessRequest, { boundary, resource }: Policies): boolean {
  const { principal } = request;
  if (boundary === undefined || resource === undefined || principal.kind !== "aws") return false;
  const sessions = principal.arns.filter((arn) => arn.includes(":assumed-role/"));
  const asSession = { ...request, principal: { ...principal, arns: sessions } };
  return find([resource], "Allow", asSession, "resource-based policy") === undefined;
}

function find(
  policies: readonly Policy[],
  effect: "Allow" | "Deny",
  request: AccessRequest,
  kind: PolicyKind,
): Decision | undefined {
  for (const policy of policies) {
    for (const statement of policy.statements) {
      if (statement.effect !== effect || mismatch(statement, request) !== undefined) continue;
      const outcome = effect === "Allow" ? "allowed" : "explicitDeny";
      return { outcome, kind, by: { policy: policy.name, statement: statement.name } };
    }
  }
  return undefined;
}

/** The first part of a statement that does not fit the request. */
export type Mismatch =
  | { readonly part: "action" | "resource" | "principal"; readonly text: string }
  | { readonly part: "condition"; readonly text: string };

/** Why a statement is not about a request; undefined when it is. */
export function mismatch(statement: Statement, request: AccessRequest): Mismatch | undefined {
  const { principal, notPrincipal, effect } = statement;
  if (!coversAction(statement, request.action)) {
    return {
      part: "action",
      text: list(
        statement.notActions,
        statement.actions.map(({ text }) => text),
      ),
    };
  }
  if (principal !== undefined && !principal.matches(request.principal, effect)) {
    return { part: "principal", text: principal.text };
  }
  if (notPrincipal?.matches(request.principal, effect) === true) {
    return { part: "principal", text: `anybody but ${notPrincipal.text}` };
  }
  if (!coversResource(statement, request)) {
    return {
      part: "resource",
      text: list(
        statement.notResources,
        statement.resources.map(({ text }) => text),
      ),
    };
  }
  const failed = statement.conditions.find((condition) => !condition.holds(request.context));
  if (failed === undefined) return undefined;
  const actual = request.context.get(failed.key.toLowerCase());
  const found = actual === undefined ? "the request has no such key" : `it is ${JSON.stringify(actual)}`;
  return { part: "condition", text: `${failed.operator} ${failed.key} ${JSON.stringify(failed.wanted)}: ${found}` };
}

/** A statement without resources belongs to a trust policy and is about its role. */
function coversResource(statement: Statement, { resource, context }: AccessRequest): boolean {
  if (statement.resources.length === 0) return true;
  const fits = statement.resources.some(({ pattern }) => {
    const compiled = pattern(context);
    return compiled !== undefined && matches(compiled, resource);
  });
  return fits !== statement.notResources;
}

function list(negated: boolean, texts: readonly string[]): string {
  return `${negated ? "everything but " : ""}${texts.join(", ")}`;
}
