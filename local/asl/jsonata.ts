import { isObject, type Json } from "../json.ts";
import { StateError } from "./errors.ts";
import { compileExpression, type Expression, heard } from "./jsonata/compile-expression.ts";
import { EvaluationError, type EvaluationFailure } from "./jsonata/evaluation-error.ts";
import { expressionText, isExpression } from "./jsonata/expression-text.ts";
import type { ExpressionScope } from "./scope.ts";

/** A value whose `{% %}` strings are evaluated; values without any come back at once, and are not copied. */
export type CompiledJsonata = (scope: ExpressionScope) => Json | Promise<Json>;

type Evaluate = CompiledJsonata;

/**
 * Compiles a value of a JSONata field: every string `{% … %}` in it, at any depth, is an expression; the names of members are not.
 * Evaluating it throws {@link StateError} `States.QueryEvaluationError` with AWS's cause, without the state's prefix
 * (floci-io/floci#2665, #2736): an expression that fails, that runs away, or that returns nothing, wherever it stands.
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
  return (scope) => {
    const values = items.map((item, index) => (item === undefined ? (list[index] ?? null) : item(scope)));
    return values.some((value) => value instanceof Promise) ? heard(Promise.all(values)) : (values as readonly Json[]);
  };
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
    let waiting: Promise<void>[] | undefined;
    for (const [name, evaluate] of members) {
      const value = evaluate(scope);
      // A member keeps its place while it is waited for.
      put(result, name, value instanceof Promise ? null : value);
      if (!(value instanceof Promise)) continue;
      waiting ??= [];
      waiting.push(heard(value.then((later) => put(result, name, later))));
    }
    return waiting === undefined ? result : heard(Promise.all(waiting).then(() => result));
  };
}

function put(object: Record<string, Json>, name: string, value: Json): void {
  if (name !== "__proto__") object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true });
}

function compileString(source: string, field: string): Evaluate {
  const text = expressionText(source);
  const expression: Expression = compileExpression(text);
  const subject = `The JSONata expression '${text}' specified for the field '${field}'`;
  // As LocalStack has it from AWS, with one word less (localstack/localstack, items.py).
  const unsupported = `The JSONata expression '${text}' for the field '${field}' returned an unsupported result type.`;
  const something = (result: Json | undefined): Json => {
    if (result === undefined) throw failure(`${subject} returned nothing (undefined).`, field);
    return result;
  };
  const failed = (scope: ExpressionScope, reason: unknown): never => {
    if (!(reason instanceof EvaluationError)) throw reason;
    if (reason.kind === "unsupported") throw failure(unsupported, field);
    throw explained(reason.kind, reason.message, { subject, field, scope });
  };
  return (scope) => {
    let result: ReturnType<Expression>;
    try {
      result = expression(scope);
    } catch (reason) {
      return failed(scope, reason);
    }
    if (!(result instanceof Promise)) return something(result);
    return heard(result.then(something, (reason: unknown) => failed(scope, reason)));
  };
}

function explained(
  kind: Exclude<EvaluationFailure, "unsupported">,
  message: string,
  { subject, field, scope }: { readonly subject: string; readonly field: string; readonly scope: ExpressionScope },
): StateError {
  switch (kind) {
    case "coded":
      return failure(`${subject} threw an error during evaluation. ${message}`, field);
    case "bound":
      return failure(`${subject} threw an error during evaluation: ${message}`, field);
    case "internal":
      return failure(`${subject} threw an internal error during evaluation. ${scope.host.ids.uuid()}`, field);
    default: {
      const never: never = kind;
      throw never;
    }
  }
}

function failure(cause: string, field: string): StateError {
  return new StateError("States.QueryEvaluationError", cause, field);
}
