import type { Json } from "../../json.ts";
import { isExpression } from "../jsonata/expression-text.ts";
import { parseTimestamp } from "../timestamps.ts";
import type { Check, StateContext } from "./context.ts";
import { checkJsonata } from "./jsonata-checks.ts";
import { texts } from "./texts.ts";

export const checkString: Check = (value, location, { findings }) => {
  if (typeof value !== "string") findings.schema(texts.type("[STRING]"), location);
};

export const checkBoolean: Check = (value, location, { findings }) => {
  if (typeof value !== "boolean") findings.schema(texts.type("[BOOLEAN]"), location);
};

/** Anything will do. */
export const checkNothing: Check = () => {};

/** A number of whole units, in bounds that belong to it; in a JSONata state an expression as well. */
export function checkInteger(minimum: number, maximum = 99_999_999): Check {
  return (value, location, context) => {
    if (takesExpression(value, location, context)) return;
    if (typeof value !== "number" || !Number.isInteger(value)) {
      context.findings.schema(texts.type("Integer"), location);
    } else if (value < minimum) {
      context.findings.schema(texts.minimum(String(minimum)), location);
    } else if (value > maximum) {
      context.findings.schema(texts.maximum(String(maximum)), location);
    }
  };
}

/** A number that may have a fraction: AWS prints its bounds with one, `0.0`. */
export function checkNumber(minimum: number, maximum = Number.POSITIVE_INFINITY): Check {
  return (value, location, context) => {
    if (takesExpression(value, location, context)) return;
    if (typeof value !== "number") context.findings.schema(texts.type("Integer"), location);
    else if (value < minimum) context.findings.schema(texts.minimum(minimum.toFixed(1)), location);
    else if (value > maximum) context.findings.schema(texts.maximum(maximum.toFixed(1)), location);
  };
}

export function checkOneOf(values: readonly string[]): Check {
  return (value, location, { findings }) => {
    if (typeof value !== "string") findings.schema(texts.type("[STRING]"), location);
    else if (!values.includes(value)) findings.schema(texts.oneOf(values), location);
  };
}

/** A literal point in time; in a JSONata state an expression as well. */
export const checkTimestamp: Check = (value, location, context) => {
  if (takesExpression(value, location, context)) return;
  if (typeof value !== "string") context.findings.schema(texts.type("[STRING]"), location);
  else if (parseTimestamp(value) === undefined) context.findings.schema(texts.timestamp, location);
};

/** A text; in a JSONata state it may be an expression. */
export const checkText: Check = (value, location, context) => {
  if (takesExpression(value, location, context)) return;
  checkString(value, location, context);
};

/** Whether the value is an expression of a JSONata state, which is checked then. */
function takesExpression(value: Json, location: string, context: StateContext): boolean {
  if (context.stateLanguage !== "JSONata" || typeof value !== "string" || !isExpression(value)) return false;
  checkJsonata(value, location, context);
  return true;
}
