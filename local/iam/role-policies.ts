import type { IamAccount } from "./account.ts";
import type { Role } from "./entities.ts";
import { compilePolicy, type Policy } from "./policy.ts";

/** A role with its policies compiled. */
export interface RolePolicies {
  readonly role: Role;
  readonly identity: readonly Policy[];
  readonly boundary: Policy | undefined;
  readonly trust: Policy;
  /** Whether a decision holds for every session of the role at any time. */
  readonly lasting: boolean;
}

/** Compiles everything that judges a role's sessions. */
export function rolePolicies(role: Role, account: IamAccount): RolePolicies {
  const inline = Object.entries(role.inline).map(([name, text]) => compilePolicy(`inline policy "${name}"`, text));
  const managed = role.attached.flatMap((arn) => {
    const document = account.document(arn);
    return document === undefined ? [] : [compilePolicy(arn, document)];
  });
  const boundaryText = role.boundary === undefined ? undefined : account.document(role.boundary);
  const boundary = boundaryText === undefined ? undefined : compilePolicy(`boundary ${role.boundary}`, boundaryText);
  const identity = [...inline, ...managed];
  const lasting = [...identity, ...(boundary === undefined ? [] : [boundary])].every(isLasting);
  return { role, identity, boundary, trust: compilePolicy(`the trust policy of ${role.name}`, role.trust), lasting };
}

/** What differs from session to session of one role, or with time, in principals and policy variables. */
const CHANGING_TEXT = /:assumed-role\/|\$\{\s*aws:(userid|CurrentTime|EpochTime)/i;
/** Condition keys whose values differ so. */
const CHANGING_KEY = /^aws:(userid|CurrentTime|EpochTime)$/i;

/** Whether a policy decides the same for every session of a role and at any time. */
export function isLasting(policy: Policy): boolean {
  return policy.statements.every(({ conditions, principal, notPrincipal, resources }) => {
    const texts = [principal?.text, notPrincipal?.text, ...resources.map(({ text }) => text)];
    if (texts.some((text) => text !== undefined && CHANGING_TEXT.test(text))) return false;
    return conditions.every(
      ({ key, wanted }) => !CHANGING_KEY.test(key) && !wanted.some((value) => CHANGING_TEXT.test(value)),
    );
  });
}
