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
    const covers =
      listOf(statement["Action"]).some((pattern) => matches(pattern, action, "i")) &&
      listOf(statement["Resource"]).some((pattern) => matches(pattern, resource, ""));
    if (!covers) continue;
    if (statement["Effect"] === "Deny") return "denied";
    if (statement["Effect"] === "Allow" && statement["Condition"] === undefined) verdict = "allowed";
  }
  return verdict;
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
