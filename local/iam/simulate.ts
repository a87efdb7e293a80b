import type { ContextEntry, EvaluationResult } from "@aws-sdk/client-iam";
import type { Wire } from "../json.ts";
import { type ContextValue, contextOf } from "./context.ts";
import { invalidInput } from "./errors.ts";
import { evaluate, type Policies } from "./evaluate.ts";
import { compilePolicy, type Policy } from "./policy.ts";
import type { Principal } from "./principal.ts";

/** What the simulators are asked. */
export interface Simulation {
  readonly actions: readonly string[];
  /** `*` when none were given. */
  readonly resources: readonly string[];
  readonly context: readonly Wire<ContextEntry>[];
  readonly policies: Policies;
  readonly principal: Principal;
}

/** @throws AwsError `InvalidInput` for a `ResourcePolicy` that is no policy document. */
export function givenResourcePolicy(text: string | undefined): Policy | undefined {
  if (text === undefined) return undefined;
  try {
    return compilePolicy("ResourcePolicy", text);
  } catch (error) {
    throw invalidInput(`ResourcePolicy cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Judges every action on every resource, as the policy simulator does: the same evaluation that guards the calls. */
export function simulate({ actions, resources, context, policies, principal }: Simulation): Wire<EvaluationResult>[] {
  if (actions.length === 0) throw invalidInput("Action name(s) must be specified.");
  const keys: Record<string, ContextValue> = {};
  for (const { ContextKeyName, ContextKeyValues } of context) {
    if (ContextKeyName !== undefined) keys[ContextKeyName] = ContextKeyValues ?? [];
  }
  const known = contextOf(keys);
  return actions.flatMap((action) =>
    resources.map((resource): Wire<EvaluationResult> => {
      const decision = evaluate({ action, resource, principal, context: known }, policies);
      return {
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: decision.outcome,
        MatchedStatements: decision.by === undefined ? [] : [{ SourcePolicyId: decision.by.policy }],
        MissingContextValues: missing(policies, known.get.bind(known)),
      };
    }),
  );
}

/** The condition keys that the policies ask for and nobody gave. */
function missing({ identity, resource }: Policies, get: (key: string) => ContextValue | undefined): string[] {
  const names = new Set<string>();
  for (const policy of [...(identity ?? []), ...(resource === undefined ? [] : [resource])]) {
    for (const { conditions } of policy.statements) {
      for (const { key } of conditions) if (get(key.toLowerCase()) === undefined) names.add(key);
    }
  }
  return [...names];
}
