import { isObject, type Json } from "../../json.ts";
import { checkAssign } from "./assign-checks.ts";
import type { Check, StateContext } from "./context.ts";
import { checkJsonata } from "./jsonata-checks.ts";
import { checkFields, checkList, type Fields, requireFields } from "./object-checks.ts";
import { checkResultPath } from "./path-checks.ts";
import { checkInteger, checkNothing, checkNumber, checkOneOf, checkString } from "./scalar-checks.ts";
import { texts } from "./texts.ts";

/** AWS accepts an IntervalSeconds of 0 (measured), though its documentation says positive. */
const RETRIER: Fields = {
  ErrorEquals: { check: checkList(checkString) },
  IntervalSeconds: { check: checkInteger(0) },
  MaxAttempts: { check: checkInteger(0) },
  BackoffRate: { check: checkNumber(1) },
  MaxDelaySeconds: { check: checkInteger(1, 31_622_400) },
  JitterStrategy: { check: checkOneOf(["NONE", "FULL"]) },
  Comment: { check: checkNothing },
};

const CATCHER: Fields = {
  ErrorEquals: { check: checkList(checkString) },
  Next: { check: checkString },
  ResultPath: { check: checkResultPath, language: "JSONPath" },
  Output: { check: checkJsonata, language: "JSONata" },
  Assign: { check: checkAssign },
  Comment: { check: checkNothing },
};

/** `Retry`: the retriers, whose numbers are literal in either language, and that States.ALL comes alone and last. */
export const checkRetry: Check = (value, location, context) => {
  checkHandlers(value, location, { ...context, stateLanguage: "JSONPath" }, RETRIER, ["ErrorEquals"]);
  for (const [index, retrier] of (Array.isArray(value) ? (value as readonly Json[]) : []).entries()) {
    if (!isObject(retrier)) continue;
    const { MaxDelaySeconds: most, IntervalSeconds: interval = 1 } = retrier;
    if (typeof most === "number" && typeof interval === "number" && most <= interval) {
      context.findings.schema(texts.maxDelay, `${location}[${index}]`);
    }
  }
};

/** `Catch`: the catchers, which see `$states.errorOutput`. */
export const checkCatch: Check = (value, location, context) => {
  checkHandlers(value, location, { ...context, sees: "errorOutput" }, CATCHER, ["ErrorEquals", "Next"]);
};

function checkHandlers(
  value: Json,
  location: string,
  context: StateContext,
  fields: Fields,
  required: readonly string[],
): void {
  const { findings } = context;
  if (!Array.isArray(value)) {
    findings.schema(texts.type("[ARRAY]"), location);
    return;
  }
  const handlers = value as readonly Json[];
  for (const [index, handler] of handlers.entries()) {
    const place = `${location}[${index}]`;
    if (!isObject(handler)) {
      findings.schema(texts.type("[OBJECT]"), place);
      continue;
    }
    checkFields(handler, fields, place, context);
    requireFields(handler, required, place, context);
    const names = handler["ErrorEquals"];
    if (!Array.isArray(names) || !names.includes("States.ALL")) continue;
    if (names.length > 1 || index < handlers.length - 1) findings.schema(texts.statesAll, `${place}/ErrorEquals`);
  }
}
