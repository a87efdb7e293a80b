import type { Decision } from "./evaluate.ts";

/**
 * AWS's text of a refusal (IAMUG/troubleshoot_access-denied).
 *
 * @param user the session's ARN, or the service principal.
 */
export function refusalText(user: string, action: string, resource: string, decision: Decision): string {
  const subject = `User: ${user} is not authorized to perform: ${action} on resource: ${resource}`;
  const article = decision.kind === "identity-based policy" ? "an" : "a";
  if (decision.outcome === "explicitDeny") return `${subject} with an explicit deny in ${article} ${decision.kind}`;
  return `${subject} because no ${decision.kind} allows the ${action} action`;
}

/** The statement that would allow it, ready to paste. */
export function missingStatement(action: string, resource: string, principal?: string): string {
  const statement = {
    Effect: "Allow",
    ...(principal === undefined ? {} : { Principal: { Service: principal } }),
    Action: action,
    Resource: resource,
  };
  return JSON.stringify(statement);
}
