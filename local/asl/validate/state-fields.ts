import { isObject, type Json } from "../../json.ts";
import { checkAssign } from "./assign-checks.ts";
import { checkChoices } from "./choice-rules.ts";
import type { Check } from "./context.ts";
import { checkJsonata } from "./jsonata-checks.ts";
import {
  checkItemBatcher,
  checkItemReader,
  checkItems,
  checkLabel,
  checkNumericPath,
  checkResultWriter,
} from "./map.ts";
import type { Fields } from "./object-checks.ts";
import { checkFailPath, checkPath, checkReferencePath, checkResultPath } from "./path-checks.ts";
import { checkCatch, checkRetry } from "./retry-catch.ts";
import {
  checkBoolean,
  checkInteger,
  checkNothing,
  checkNumber,
  checkString,
  checkText,
  checkTimestamp,
} from "./scalar-checks.ts";
import { checkCredentials, checkResource } from "./task.ts";
import { checkPayload, checkTemplate, looksDynamic } from "./template-checks.ts";
import { texts } from "./texts.ts";

export const STATE_TYPES = ["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"] as const;
export type StateType = (typeof STATE_TYPES)[number];

/** `Type` and `QueryLanguage` are looked at before the others, `Branches`, `ItemProcessor` and `Iterator` after them. */
const common: Fields = {
  Type: { check: checkNothing },
  Comment: { check: checkString },
  QueryLanguage: { check: checkNothing },
};

const transition: Fields = { Next: { check: checkString }, End: { check: checkBoolean } };

const paths: Fields = {
  InputPath: { check: checkPath, language: "JSONPath" },
  OutputPath: { check: checkPath, language: "JSONPath" },
};

const result: Fields = {
  ResultPath: { check: checkResultPath, language: "JSONPath" },
  Parameters: { check: checkTemplate, language: "JSONPath" },
};

const output: Fields = { Output: { check: checkJsonata, language: "JSONata" } };

const assign: Fields = { Assign: { check: checkAssign } };

/** `$states.result` is there where a state makes something of its result, and nowhere else (DG/transforming-data). */
function ofResult(check: Check): Check {
  return (value, location, context) => check(value, location, { ...context, sees: "result" });
}

const work: Fields = {
  Output: { check: ofResult(checkJsonata), language: "JSONata" },
  Assign: { check: ofResult(checkAssign) },
  ResultSelector: { check: checkTemplate, language: "JSONPath" },
  Retry: { check: checkRetry },
  Catch: { check: checkCatch },
};

const referencePath = checkReferencePath();

/** A literal that looks like a path: meant was the field whose name ends in `Path`. */
function orWarn(check: Check, name: string): Check {
  return (value, location, context) => {
    const { findings, stateLanguage } = context;
    if (stateLanguage === "JSONPath" && typeof value === "string" && looksDynamic(value)) {
      findings.warn("NO_PATH", texts.noPath(name), location);
    }
    check(value, location, context);
  };
}

const checkResult: Check = (value, location, { findings }) => {
  if (mentionsPath(value)) findings.warn("PASS_RESULT_IS_STATIC", texts.staticResult, location);
};

function mentionsPath(value: Json): boolean {
  if (typeof value === "string") return looksDynamic(value);
  if (Array.isArray(value)) return (value as readonly Json[]).some(mentionsPath);
  return (
    isObject(value) &&
    Object.entries(value).some(([name, member = null]) => name.endsWith(".$") || mentionsPath(member))
  );
}

/**
 * Every state's fields (DG/statemachine-structure, DG/state-task and its siblings; the table by type measured on AWS with
 * ValidateStateMachineDefinition, by the authors of cdk-preflight).
 */
export const stateFields: Readonly<Record<StateType, Fields>> = {
  Pass: {
    ...common,
    ...transition,
    ...paths,
    ...result,
    Result: { check: checkResult, language: "JSONPath" },
    ...output,
    ...assign,
  },
  Task: {
    ...common,
    ...transition,
    ...paths,
    ...result,
    ...work,
    Arguments: { check: checkJsonata, language: "JSONata" },
    Resource: { check: checkResource },
    Credentials: { check: checkCredentials },
    TimeoutSeconds: { check: checkInteger(1) },
    TimeoutSecondsPath: { check: referencePath, language: "JSONPath" },
    HeartbeatSeconds: { check: checkInteger(1) },
    HeartbeatSecondsPath: { check: referencePath, language: "JSONPath" },
  },
  Wait: {
    ...common,
    ...transition,
    ...paths,
    ...output,
    ...assign,
    Seconds: { check: orWarn(checkInteger(0), "Seconds") },
    Timestamp: { check: orWarn(checkTimestamp, "Timestamp") },
    SecondsPath: { check: referencePath, language: "JSONPath" },
    TimestampPath: { check: referencePath, language: "JSONPath" },
  },
  Choice: {
    ...common,
    ...paths,
    ...output,
    ...assign,
    Choices: { check: checkChoices },
    Default: { check: checkString },
  },
  Succeed: { ...common, ...paths, ...output },
  Fail: {
    ...common,
    Error: { check: orWarn(checkText, "Error") },
    Cause: { check: orWarn(checkText, "Cause") },
    ErrorPath: { check: checkFailPath, language: "JSONPath" },
    CausePath: { check: checkFailPath, language: "JSONPath" },
  },
  Parallel: {
    ...common,
    ...transition,
    ...paths,
    ...result,
    ...work,
    Arguments: { check: checkJsonata, language: "JSONata" },
    Branches: { check: checkNothing },
  },
  Map: {
    ...common,
    ...transition,
    ...paths,
    ...result,
    ...work,
    ItemProcessor: { check: checkNothing },
    Iterator: { check: checkNothing },
    ItemsPath: { check: referencePath, language: "JSONPath" },
    Items: { check: checkItems, language: "JSONata" },
    ItemSelector: { check: checkPayload },
    ItemReader: { check: checkItemReader },
    ItemBatcher: { check: checkItemBatcher },
    ResultWriter: { check: checkResultWriter },
    MaxConcurrency: { check: checkInteger(0) },
    MaxConcurrencyPath: { check: checkNumericPath, language: "JSONPath" },
    ToleratedFailurePercentage: { check: checkNumber(0, 100) },
    ToleratedFailurePercentagePath: { check: checkNumericPath, language: "JSONPath" },
    ToleratedFailureCount: { check: checkInteger(0, Number.MAX_SAFE_INTEGER) },
    ToleratedFailureCountPath: { check: checkNumericPath, language: "JSONPath" },
    Label: { check: checkLabel },
  },
};

/** The fields of which a state has one at most. */
export const exclusiveFields: readonly (readonly string[])[] = [
  ["TimeoutSeconds", "TimeoutSecondsPath"],
  ["HeartbeatSeconds", "HeartbeatSecondsPath"],
  ["MaxConcurrency", "MaxConcurrencyPath"],
  ["ToleratedFailurePercentage", "ToleratedFailurePercentagePath"],
  ["ToleratedFailureCount", "ToleratedFailureCountPath"],
  ["Error", "ErrorPath"],
  ["Cause", "CausePath"],
  ["ItemProcessor", "Iterator"],
  ["ItemSelector", "Parameters"],
];

/** The fields that a state must have. */
export const requiredFields: Readonly<Record<StateType, readonly string[]>> = {
  Pass: [],
  Task: ["Resource"],
  Wait: [],
  Choice: ["Choices"],
  Succeed: [],
  Fail: [],
  Parallel: ["Branches"],
  Map: [],
};
