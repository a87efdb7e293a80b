import { isObject, type Json } from "../json.ts";
import { StateError } from "./errors.ts";
import { compileExpression, type Expression } from "./jsonata/compile-expression.ts";
import { EvaluationError } from "./jsonata/evaluation-error.ts";
import { expressionText, isExpression } from "./jsonata/expression-text.ts";
import type { ExpressionScope } from "./scope.ts";

/** A value whose `{% %}` strings are evaluated; values without any come back at once, and are not copied. */
export type CompiledJsonata = (scope: ExpressionScope) => Json | Promise<Json>;

/** As it is today: the engine never makes anybody wait. */
type Evaluate = (scope: ExpressionScope) => Json;

/**
 * Compiles a value of a JSONata field: every string `{% … %}` in it, at any depth, is an expression; the names of members are not.
 * Evaluating it throws {@link StateError} `States.QueryEvaluationError` with AWS's cause, without the state's prefix
 * (step-functions.md §6.4): an expression that fails, that runs away, or that returns nothing, wherever it stands.
 *
 * @param field Where the value stands, as AWS's causes say: `Output`, `Arguments`, `Choices[0]/Condition`, `Catch[1]/Output`.
 * @throws JsonataSyntaxError where an expression is no JSONata, which validation refuses.
 */
export function compileJsonata(value: Json, field: string): CompiledJsonata {
  return compile(value, field) ?? (() => value);
}

/** Undefined where nothing is to be evaluated. */
function compile(value: Json, field: string): Evaluate | undefined {
  if (typeof value === "string") return isExpression(value) ? compileString(value, field) : undefined;
  if (Array.isArray(value)) return compileArray(value, field);
  return isObject(value) ? compileObject(value, field) : undefined;
}

function compileArray(list: readonly Json[], field: string): Evaluate | undefined {
  const items = list.map((item, index) => compile(item, `${field}[${index}]`));
  if (items.every((item) => item === undefined)) return undefined;
  return (scope) => items.map((item, index) => (item === undefined ? (list[index] ?? null) : item(scope)));
}

function compileObject(object: { readonly [name: string]: Json | undefined }, field: string): Evaluate | undefined {
  let dynamic = false;
  const members = Object.entries(object).map(([name, member = null]): [string, Evaluate] => {
    const compiled = compile(member, `${field}/${name}`);
    dynamic ||= compiled !== undefined;
    return [name, compiled ?? (() => member)];
  });
  if (!dynamic) return undefined;
  return (scope) => {
    const result: Record<string, Json> = {};
    for (const [name, evaluate] of members) {
      if (name === "__proto__") Object.defineProperty(result, name, { value: evaluate(scope), enumerable: true });
      else result[name] = evaluate(scope);
    }
    return result;
  };
}

function compileString(source: string, field: string): Evaluate {
  const text = expressionText(source);
  const expression: Expression = compileExpression(text);
  const subject = `The JSONata expression '${text}' specified for the field '${field}'`;
  return (scope) => {
    const result = evaluated(expression, subject, field, scope);
    if (result === undefined) throw failure(`${subject} returned nothing (undefined).`, field);
    return result;
  };
}

function evaluated(expression: Expression, subject: string, field: string, scope: ExpressionScope): Json | undefined {
  try {
    return expression(scope);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    switch (error.kind) {
      case "coded":
        throw failure(`${subject} threw an error during evaluation. ${error.message}`, field);
      case "bound":
        throw failure(`${subject} threw an error during evaluation: ${error.message}`, field);
      case "internal":
        throw failure(`${subject} threw an internal error during evaluation. ${scope.host.ids.uuid()}`, field);
      default: {
        const never: never = error.kind;
        throw never;
      }
    }
  }
}

function failure(cause: string, field: string): StateError {
  return new StateError("States.QueryEvaluationError", cause, field);
}
