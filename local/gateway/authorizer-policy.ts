import { isObject, type Json, type JsonObject } from "../json.ts";

/** What a policy says: an Allow that nothing denies, a Deny, or nothing about it. */
export type Verdict = "allowed" | "denied" | "unmentioned";

/**
 * Judges the policy an authorizer answers with: statements of actions and resources with `*` and `?`, where a Deny wins.
 * Conditions are not known to the gateway at that place; a statement that has one does not count unless it denies.
 */
export function judgePolicy(policy: JsonObject, action: string, resource: string): Verdict {
  let verdict: Verdict = "unmentioned";
  for (const statement of listOf(policy["Statement"])) {
    if (!isObject(statement)) continue;
    if (!names(statement, "Action", action, "i") || !names(statement, "Resource", resource, "")) continue;
    if (statement["Effect"] === "Deny") return "denied";
    if (statement["Effect"] === "Allow" && statement["Condition"] === undefined) verdict = "allowed";
  }
  return verdict;
}

/**
 * What makes a policy unreadable, so that the handshake ends with 500 and not 403: statements without an effect, an action
 * or a resource (what AuthorizerConfigurationException of REST APIs is about). Undefined for a policy that can be judged.
 */
export function policyFault(policy: JsonObject): string | undefined {
  const statements = listOf(policy["Statement"]);
  if (statements.length === 0) return "no Statement";
  for (const statement of statements) {
    if (!isObject(statement)) return "a Statement that is no object";
    const { Effect: effect } = statement;
    if (effect !== "Allow" && effect !== "Deny") return `the Effect ${JSON.stringify(effect)}`;
    for (const element of ["Action", "Resource"] as const) {
      const patterns = listOf(statement[element] ?? statement[`Not${element}`]);
      if (patterns.length > 0 && patterns.every((pattern) => typeof pattern === "string")) continue;
      return `no ${element} in a Statement`;
    }
  }
  return undefined;
}

/** Whether a statement is about something: its patterns name it, or those of the element with `Not` do not. */
function names(statement: JsonObject, element: "Action" | "Resource", text: string, flags: "i" | ""): boolean {
  const patterns = statement[element];
  if (patterns !== undefined) return listOf(patterns).some((pattern) => matches(pattern, text, flags));
  return !listOf(statement[`Not${element}`]).some((pattern) => matches(pattern, text, flags));
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function matches(pattern: Json, text: string, flags: "i" | ""): boolean {
  if (typeof pattern !== "string") return false;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, `s${flags}`).test(text);
}
