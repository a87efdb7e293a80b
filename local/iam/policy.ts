import { isObject, type Json, type JsonObject } from "../json.ts";
import { type Condition, compileCondition } from "./conditions/condition.ts";
import { compilePattern, matches, type Pattern } from "./match.ts";
import { type PrincipalMatcher, principalMatcher, textsOf } from "./principal.ts";
import { type PatternIn, patternIn } from "./variables.ts";

/** A policy ready to judge. */
export interface Policy {
  /** How explanations call it: `inline policy logs`, a managed policy's ARN, `trust policy`. */
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** One statement. */
export interface Statement {
  /** Its `Sid`, or its place: `statement 2`. */
  readonly name: string;
  readonly effect: "Allow" | "Deny";
  readonly principal?: PrincipalMatcher;
  readonly notPrincipal?: PrincipalMatcher;
  readonly actions: readonly Pattern[];
  /** Whether `actions` are those that it is not about. */
  readonly notActions: boolean;
  /** Empty in trust policies, which are about the role they belong to. */
  readonly resources: readonly { readonly text: string; readonly pattern: PatternIn }[];
  readonly notResources: boolean;
  readonly conditions: readonly Condition[];
}

/**
 * Compiles a policy document that {@link checkPolicy} has let through, or that another service keeps for a resource.
 *
 * @throws Error when the text is no policy document at all.
 */
export function compilePolicy(name: string, text: string): Policy {
  const document: unknown = JSON.parse(text);
  if (!isObject(document)) throw new Error(`${name} is not a JSON object`);
  // Policy variables came with 2012-10-17; before, they are plain text.
  const variables = document["Version"] === "2012-10-17";
  const listed = document["Statement"];
  const statements = Array.isArray(listed) ? listed : [listed];
  return {
    name,
    statements: statements.filter(isObject).map((statement, index) => compileStatement(statement, index, variables)),
  };
}

/** Whether an action, in whatever case, is one of those that a statement is about. */
export function coversAction(statement: Statement, action: string): boolean {
  const lower = action.toLowerCase();
  return statement.actions.some((pattern) => matches(pattern, lower)) !== statement.notActions;
}

function compileStatement(statement: JsonObject, index: number, variables: boolean): Statement {
  const sid = statement["Sid"];
  const notActions = statement["NotAction"] !== undefined;
  const notResources = statement["NotResource"] !== undefined;
  const actions = textsOf(statement[notActions ? "NotAction" : "Action"]);
  const resources = textsOf(statement[notResources ? "NotResource" : "Resource"]);
  const principal = statement["Principal"];
  const notPrincipal = statement["NotPrincipal"];
  return {
    name: typeof sid === "string" && sid !== "" ? `"${sid}"` : `statement ${index + 1}`,
    effect: statement["Effect"] === "Deny" ? "Deny" : "Allow",
    ...(principal === undefined ? {} : { principal: principalMatcher(principal) }),
    ...(notPrincipal === undefined ? {} : { notPrincipal: principalMatcher(notPrincipal) }),
    actions: actions.map((action) => compilePattern(action.toLowerCase())),
    notActions,
    resources: resources.map((resource) => ({ text: resource, pattern: patternIn(resource, variables) })),
    notResources,
    conditions: conditionsOf(statement["Condition"], variables),
  };
}

function conditionsOf(block: Json | undefined, variables: boolean): Condition[] {
  if (!isObject(block)) return [];
  return Object.entries(block).flatMap(([operator, keys]) =>
    isObject(keys)
      ? Object.entries(keys).map(([key, wanted]) => compileCondition(operator, key, textsOf(wanted), variables))
      : [],
  );
}
