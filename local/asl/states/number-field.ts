import type { Json, JsonObject } from "../../json.ts";
import type { Chain } from "../chain.ts";
import { StateError } from "../errors.ts";
import { compilePath } from "../json-path.ts";
import { unexpectedResult } from "../jsonata/result-type.ts";
import { compileJsonata } from "../jsonata.ts";
import { jsonataScope } from "../jsonata-scope.ts";

/** A field that holds a number, evaluated on the state's effective input; undefined where it is not given. */
export type NumberField = (chain: Chain, input: Json) => number | undefined | Promise<number>;

export interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
  /** ToleratedFailurePercentage alone may have a fraction. */
  readonly fraction?: boolean;
}

/** The longest time any field of the language takes: 99,999,999 s. */
export const SECONDS: NumberRange = { minimum: 0, maximum: 99_999_999 };

/**
 * Compiles a number: a literal, the JSONPath field with `Path` after its name, or a JSONata expression.
 *
 * Evaluating it throws `States.Runtime` (JSONPath) or `States.QueryEvaluationError` (JSONata) for any other value. The
 * JSONPath sentence is recalled for SecondsPath (step-functions.md §2.3) and used for the others alike.
 */
export function compileNumber(fields: JsonObject, field: string, range: NumberRange): NumberField {
  const path = fields[`${field}Path`];
  if (typeof path === "string") {
    const { evaluate } = compilePath(path);
    return (chain, input) => {
      chain.scope.input = input;
      const value = evaluate(chain.scope);
      if (fits(value, range)) return value;
      const shown = value === undefined ? "" : JSON.stringify(value);
      const kind = range.fraction === true ? "a numeric" : "an integer";
      throw new StateError("States.Runtime", `The ${field}Path parameter does not reference ${kind} value: ${shown}`);
    };
  }
  const value = fields[field];
  if (typeof value === "number" || value === undefined) return () => value;
  const evaluate = compileJsonata(value, field);
  const check = (result: Json): number => {
    if (fits(result, range)) return result;
    throw unexpectedResult(value, field, range.fraction === true ? "number" : "integer", result);
  };
  return (chain) => {
    const result = evaluate(jsonataScope(chain));
    return result instanceof Promise ? chain.wait(result).then(check) : check(result);
  };
}

function fits(value: Json | undefined, { minimum, maximum, fraction }: NumberRange): value is number {
  if (typeof value !== "number" || value < minimum || value > maximum) return false;
  return fraction === true || Number.isInteger(value);
}
