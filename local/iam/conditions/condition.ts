import type { Context } from "../context.ts";
import type { Test } from "./comparison.ts";
import { OPERATORS } from "./operators.ts";

/** One key of one operator of a `Condition` block. */
export interface Condition {
  /** The operator as the policy spells it. */
  readonly operator: string;
  /** The key as the policy spells it. */
  readonly key: string;
  readonly wanted: readonly string[];
  holds(context: Context): boolean;
}

const QUALIFIED = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/i;

/** Whether IAM knows the operator, qualifiers included. */
export function isOperator(name: string): boolean {
  const [, , base = ""] = QUALIFIED.exec(name) ?? [];
  return base.toLowerCase() === "null" || OPERATORS.has(base.toLowerCase());
}

/**
 * Compiles one condition (IAMUG/reference_policies_elements_condition_operators). An absent key makes positive
 * operators false and negated ones true; `IfExists` and `ForAllValues:` make it true, `ForAnyValue:` false.
 *
 * @throws Error when the operator is not one of IAM's: policies are checked before they are compiled.
 */
export function compileCondition(
  operator: string,
  key: string,
  wanted: readonly string[],
  variables: boolean,
): Condition {
  const [, quantifier = "", base = "", ifExists] = QUALIFIED.exec(operator) ?? [];
  const name = key.toLowerCase();
  const common = { operator, key, wanted };
  if (base.toLowerCase() === "null") {
    const absent = wanted.some((value) => value.toLowerCase() === "true");
    return { ...common, holds: (context) => (context.get(name) === undefined) === absent };
  }
  const known = OPERATORS.get(base.toLowerCase());
  if (known === undefined) throw new Error(`${operator} is not a condition operator of IAM`);
  const tests = wanted.map((value) => known.comparison.compile(value, variables));
  const quantify = quantifier.toLowerCase();
  const whenAbsent = ifExists !== undefined || quantify === "forallvalues" || (known.negated && quantify === "");
  return {
    ...common,
    holds: (context) => {
      const value = context.get(name);
      if (value === undefined) return whenAbsent;
      return compare(typeof value === "string" ? [value] : value, tests, known.negated, quantify, context);
    },
  };
}

/**
 * Values of the policy are alternatives; a negated operator wants none of them to fit. A policy variable without a value
 * makes the condition, and so the statement, not match at all.
 */
function compare(
  values: readonly string[],
  tests: readonly Test[],
  negated: boolean,
  quantifier: string,
  context: Context,
): boolean {
  let unresolved = false;
  const fits = (value: string): boolean => {
    const results = tests.map((test) => test(value, context));
    unresolved ||= results.includes(undefined) && !results.includes(true);
    return results.includes(true) !== negated;
  };
  const all = quantifier === "forallvalues" || (negated && quantifier === "");
  const holds = all ? values.every(fits) : values.some(fits);
  return holds && !(negated && unresolved);
}
