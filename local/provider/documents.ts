import { isObject, type Json, type JsonObject } from "../json.ts";

/** Whether two JSON texts say the same; texts that are no JSON are compared as they are. */
export function equivalentJson(left: string, right: string): boolean {
  return equivalent(left, right, (document) => document);
}

/**
 * Whether two policy documents say the same, as the Terraform provider judges it: the order of statements, actions,
 * resources and principals does not count, nor whether a single one is written as a list.
 */
export function equivalentPolicies(left: string, right: string): boolean {
  return equivalent(left, right, canonicalPolicy);
}

/** Name or any ARN form of a Lambda function → its name and qualifier. */
export function functionName(reference: string): string {
  return /(?:^|:)function:(.+)$/.exec(reference)?.[1] ?? reference;
}

/** JSON with its members in order, for comparing. */
export function canonicalJson(document: Json): string {
  if (Array.isArray(document)) return `[${document.map((item: Json) => canonicalJson(item)).join(",")}]`;
  if (!isObject(document)) return JSON.stringify(document);
  const members = Object.keys(document)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(document[name] ?? null)}`);
  return `{${members.join(",")}}`;
}

/** What Go writes escaped inside JSON, so that it can stand in HTML (`encoding/json`, `HTMLEscape`). */
const ESCAPED = /[<>&\u2028\u2029]/g;

/**
 * A JSON text as the Terraform provider sends it to AWS and keeps it: without spaces, members in order of their names
 * (`structure.NormalizeJsonString` of hashicorp/terraform-plugin-sdk). What is no JSON stays as it is.
 *
 * @param escapes whether `<`, `>` and `&` are written as Go writes them, which all but event patterns are.
 */
export function normalizedJson(text: string, escapes = true): string {
  try {
    const normalized = canonicalJson(JSON.parse(text) as Json);
    if (!escapes) return normalized;
    return normalized.replace(ESCAPED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  } catch {
    return text;
  }
}

function equivalent(left: string, right: string, canonical: (document: Json) => Json): boolean {
  if (left === right) return true;
  try {
    return canonicalJson(canonical(JSON.parse(left) as Json)) === canonicalJson(canonical(JSON.parse(right) as Json));
  } catch {
    return false;
  }
}

const SETS_OF_A_STATEMENT = ["Action", "NotAction", "Resource", "NotResource"];

function canonicalPolicy(document: Json): Json {
  if (!isObject(document)) return document;
  const statements = list(document["Statement"]).map((statement) =>
    isObject(statement) ? canonicalStatement(statement) : statement,
  );
  return { ...document, Statement: sorted(statements) };
}

function canonicalStatement(statement: JsonObject): JsonObject {
  const result: Record<string, Json | undefined> = { ...statement };
  if (result["Sid"] === "") delete result["Sid"];
  for (const name of SETS_OF_A_STATEMENT) {
    if (name in statement) result[name] = sorted(list(statement[name]));
  }
  for (const name of ["Principal", "NotPrincipal"]) {
    const principal = statement[name];
    if (principal === "*") result[name] = { AWS: ["*"] };
    else if (isObject(principal)) result[name] = setsOf(withRoots(principal));
  }
  const conditions = statement["Condition"];
  if (isObject(conditions)) {
    result["Condition"] = Object.fromEntries(
      Object.entries(conditions).map(([test, keys]) => [test, isObject(keys) ? setsOf(keys) : keys]),
    );
  }
  return result;
}

/** An account and its root are one principal (IAMUG/reference_policies_elements_principal, the account's principals). */
function withRoots(principal: JsonObject): JsonObject {
  const { AWS: principals } = principal;
  if (principals === undefined) return principal;
  const roots = list(principals).map((one) =>
    typeof one === "string" ? one.replace(/^(\d{12})$/, "arn:aws:iam::$1:root") : one,
  );
  return { ...principal, AWS: roots };
}

function setsOf(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, sorted(list(value).map(textOf))]));
}

/** IAM reads `true` and `"true"`, `5` and `"5"` alike in conditions. */
function textOf(value: Json): Json {
  return typeof value === "boolean" || typeof value === "number" ? String(value) : value;
}

function list(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

function sorted(values: readonly Json[]): readonly Json[] {
  return [...values].sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
}
