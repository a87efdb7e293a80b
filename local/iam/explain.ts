import { type AccessRequest, type Decision, type Mismatch, mismatch, type Policies } from "./evaluate.ts";
import type { Policy } from "./policy.ts";

/** How near each part is to a match: the nearer a statement came, the better it explains. */
const NEARNESS: Readonly<Record<Mismatch["part"], number>> = { action: 0, principal: 1, resource: 2, condition: 3 };

/**
 * Why a request was refused, in one sentence: the statement that denied it, or the `Allow` that came nearest and what
 * of it did not fit.
 */
export function explain(request: AccessRequest, policies: Policies, decision: Decision): string {
  if (decision.by !== undefined) return `${decision.by.statement} of ${decision.by.policy} denies it`;
  const all = [...(policies.identity ?? []), ...(policies.resource === undefined ? [] : [policies.resource])];
  const candidates = decision.kind === "permissions boundary" && policies.boundary ? [policies.boundary] : all;
  const nearest = nearestAllow(request, candidates);
  if (nearest === undefined) return `no policy allows ${request.action}`;
  const { policy, statement, reason } = nearest;
  switch (reason.part) {
    case "action":
      return `no policy allows ${request.action}`;
    case "principal":
      return `${statement} of ${policy} allows it to ${reason.text} only`;
    case "resource":
      return `${statement} of ${policy} allows it on ${reason.text} only`;
    case "condition":
      return `${statement} of ${policy} would allow it, but its condition does not hold (${reason.text})`;
    default: {
      const never: never = reason;
      throw new Error(`unknown mismatch ${JSON.stringify(never)}`);
    }
  }
}

interface Nearest {
  readonly policy: string;
  readonly statement: string;
  readonly reason: Mismatch;
}

function nearestAllow(request: AccessRequest, policies: readonly Policy[]): Nearest | undefined {
  let nearest: Nearest | undefined;
  for (const policy of policies) {
    for (const statement of policy.statements) {
      const reason = statement.effect === "Allow" ? mismatch(statement, request) : undefined;
      if (reason === undefined) continue;
      if (nearest !== undefined && NEARNESS[reason.part] <= NEARNESS[nearest.reason.part]) continue;
      nearest = { policy: policy.name, statement: statement.name, reason };
    }
  }
  return nearest;
}
