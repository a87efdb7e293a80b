import type { Json, JsonObject } from "../../json.ts";
import type { Chain } from "../chain.ts";
import { StateError } from "../errors.ts";
import { compilePath } from "../json-path.ts";
import { unexpectedResult } from "../jsonata/result-type.ts";
import { compileJsonata } from "../jsonata.ts";
import { jsonataScope } from "../jsonata-scope.ts";
import type { NumberTexts } from "./number-texts.ts";

/** A field that holds a number, evaluated on the state's effective input; undefined where it is not given. */
export type NumberField = (chain: Chain, input: Json) => number | undefined | Promise<number>;

export interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
  /** ToleratedFailurePercentage alone may have a fraction. */
  readonly fraction?: boolean;
}

/** How a number is read and what is said of a wrong one. */
export interface NumberOptions extends NumberRange {
  readonly texts: NumberTexts;
  /** Where the field stands, for JSONata's causes: empty, or `ItemBatcher/`. */
  readonly at?: string;
}

/** The longest time any field of the language takes: 99,999,999 s. */
export const SECONDS: NumberRange = { minimum: 0, maximum: 99_999_999 };

/**
 * Compiles a number: a literal, the JSONPath field with `Path` after its name, or a JSONata expression.
 * Evaluating it throws `States.Runtime` (JSONPath) or `States.QueryEvaluationError` (JSONata) for any other value.
 */
export function compileNumber(fields: JsonObject, field: string, options: NumberOptions): NumberField {
  const path = fields[`${field}Path`];
  if (typeof path === "string") return compileNumberPath(path, options);
  const value = fields[field];
  if (typeof value === "number" || value === undefined) return () => value;
  const place = `${options.at ?? ""}${field}`;
  const evaluate = compileJsonata(value, place);
  const check = (result: Json): number => {
    if (fits(result, options)) return result;
    const expected = typeof result === "number" && options.fraction !== true ? "integer" : "number";
    throw unexpectedResult(value, place, expected, result);
  };
  return (chain) => {
    const result = evaluate(jsonataScope(chain));
    return result instanceof Promise ? chain.wait(result).then(check) : check(result);
  };
}

function compileNumberPath(text: string, options: NumberOptions): NumberField {
  const path = compilePath(text);
  const { texts } = options;
  return (chain, input) => {
    const { scope } = chain;
    scope.input = input;
    const found = path.evaluate(scope);
    if (found === undefined) {
      const cause = texts.missing?.(text) ?? `Invalid path '${text}' : ${path.describeMissing(scope)}`;
      throw new StateError("States.Runtime", cause);
    }
    const value = texts.takesText === true ? fromText(found) : found;
    if (fits(value, options)) return value;
    const shown = typeof found === "string" ? found : JSON.stringify(found);
    const isNumber = typeof value === "number" && (options.fraction === true || Number.isInteger(value));
    throw new StateError("States.Runtime", (isNumber ? texts.outOfRange : texts.notANumber)(text, shown));
  };
}

function fromText(value: Json): Json {
  return typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}

function fits(value: Json | undefined, { minimum, maximum, fraction }: NumberRange): value is number {
  if (typeof value !== "number" || value < minimum || value > maximum) return false;
  return fraction === true || Number.isInteger(value);
}
