import { isObject, type Json, type JsonObject } from "../json.ts";
import { comparisons } from "./choice/comparisons.ts";
import { compileStringMatches } from "./choice/string-matches.ts";
import { typeTests } from "./choice/type-tests.ts";
import { readVariable } from "./choice/variable.ts";
import { compilePath } from "./json-path.ts";
import { unexpectedResult } from "./jsonata/result-type.ts";
import { compileJsonata } from "./jsonata.ts";
import type { ExpressionScope } from "./scope.ts";

/** Tells whether a rule of a Choice applies. */
export type CompiledChoiceRule = (scope: ExpressionScope) => boolean | Promise<boolean>;

type Test = (scope: ExpressionScope) => boolean;

/**
 * Compiles a rule of a Choice: in JSONPath `And`, `Or`, `Not` and every comparison, in JSONata its `Condition`.
 * Evaluating it throws `States.Runtime` where a variable's path leads nowhere, and `States.QueryEvaluationError`
 * where a Condition is no boolean (DG/state-choice).
 *
 * @param field The rule's place, such as `Choices[0]`: JSONata's causes name it.
 */
export function compileChoiceRule(
  rule: JsonObject,
  language: "JSONPath" | "JSONata",
  field: string,
): CompiledChoiceRule {
  return language === "JSONata" ? compileCondition(rule["Condition"] ?? null, `${field}/Condition`) : compileTest(rule);
}

function compileCondition(condition: Json, field: string): CompiledChoiceRule {
  const evaluate = compileJsonata(condition, field);
  const check = (result: Json): boolean => {
    if (typeof result !== "boolean") throw unexpectedResult(condition, field, "boolean", result);
    return result;
  };
  return (scope) => {
    const result = evaluate(scope);
    return result instanceof Promise ? result.then(check) : check(result);
  };
}

/** `And` and `Or` stop at the first answer: the guard `And[IsPresent, …]` depends on it. */
function compileTest(rule: JsonObject): Test {
  if (rule["And"] !== undefined) {
    const tests = rulesOf(rule["And"]).map(compileTest);
    return (scope) => tests.every((test) => test(scope));
  }
  if (rule["Or"] !== undefined) {
    const tests = rulesOf(rule["Or"]).map(compileTest);
    return (scope) => tests.some((test) => test(scope));
  }
  if (rule["Not"] !== undefined) {
    const [test] = rulesOf([rule["Not"]]).map(compileTest);
    if (test !== undefined) return (scope) => !test(scope);
  }
  return compileComparison(rule);
}

function rulesOf(value: Json): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
}

function compileComparison(rule: JsonObject): Test {
  const path = compilePath(String(rule["Variable"]));
  const variable = readVariable(path);
  for (const [operator, operand] of Object.entries(rule)) {
    if (operand === undefined) continue;
    if (operator === "IsPresent") return (scope) => (path.evaluate(scope) !== undefined) === operand;
    if (operator === "StringMatches") {
      const matches = compileStringMatches(String(operand));
      return (scope) => matches(variable(scope));
    }
    const compare = comparisons.get(operator);
    if (compare !== undefined) return (scope) => compare(variable(scope), operand);
    const typeTest = typeTests.get(operator);
    if (typeTest !== undefined) return (scope) => typeTest(variable(scope)) === operand;
    const compareWithPath = operator.endsWith("Path") ? comparisons.get(operator.slice(0, -4)) : undefined;
    if (compareWithPath !== undefined) {
      const other = readVariable(compilePath(String(operand)));
      return (scope) => compareWithPath(variable(scope), other(scope));
    }
  }
  throw new TypeError(`The rule ${JSON.stringify(rule)} has no operator; validation refuses it`);
}
