import { isObject, type Json, type JsonObject } from "../../json.ts";
import { comparisons } from "../choice/comparisons.ts";
import { typeTests } from "../choice/type-tests.ts";
import { isExpression } from "../jsonata/expression-text.ts";
import { parseTimestamp } from "../timestamps.ts";
import { checkAssign } from "./assign-checks.ts";
import type { Check, StateContext } from "./context.ts";
import { checkJsonata } from "./jsonata-checks.ts";
import { checkFields, type Field, type Fields, requireFields } from "./object-checks.ts";
import { checkVariable } from "./path-checks.ts";
import { checkBoolean, checkNothing, checkString } from "./scalar-checks.ts";
import { texts } from "./texts.ts";

const KINDS = ["And", "Or", "Not", "Variable", "Condition"] as const;

const operators: ReadonlyMap<string, Check> = new Map<string, Check>([
  ...[...comparisons.keys()].flatMap((name): [string, Check][] => [
    [name, checkOperand(name)],
    [`${name}Path`, checkVariable],
  ]),
  ["StringMatches", checkString],
  ["IsPresent", checkBoolean],
  ...[...typeTests.keys()].map((name): [string, Check] => [name, checkBoolean]),
]);

/** In this order AWS was seen to begin its list of operators. */
const operatorNames = ["StringEquals", ...[...operators.keys()].filter((name) => name !== "StringEquals")];

const nested: Fields = {
  ...Object.fromEntries(
    [...operators].map(([name, check]): [string, Field] => [name, { check, language: "JSONPath" }]),
  ),
  Variable: { check: checkVariable, language: "JSONPath" },
  And: { check: checkRules, language: "JSONPath" },
  Or: { check: checkRules, language: "JSONPath" },
  Not: { check: (value, location, context) => checkRule(value, location, context, nested), language: "JSONPath" },
  Comment: { check: checkNothing },
};

/** Only rules at the top have a target, and what goes with it. */
const topLevel: Fields = {
  ...nested,
  Condition: { check: checkCondition, language: "JSONata" },
  Next: { check: checkString },
  Assign: { check: checkAssign },
  Output: { check: checkJsonata, language: "JSONata" },
};

/** `Choices`: the rules, in either language (DG/state-choice). */
export const checkChoices: Check = (value, location, context) => {
  const { findings } = context;
  if (!Array.isArray(value)) {
    findings.schema(texts.type("[ARRAY]"), location);
    return;
  }
  if (value.length === 0) findings.schema(texts.empty, location);
  for (const [index, rule] of (value as readonly Json[]).entries()) {
    const place = `${location}[${index}]`;
    checkRule(rule, place, context, topLevel);
    if (isObject(rule)) requireFields(rule, ["Next"], place, context);
  }
};

function checkRules(value: Json, location: string, context: StateContext): void {
  if (!Array.isArray(value)) context.findings.schema(texts.type("[ARRAY]"), location);
  else if (value.length === 0) context.findings.schema(texts.empty, location);
  else {
    for (const [index, rule] of (value as readonly Json[]).entries()) {
      checkRule(rule, `${location}[${index}]`, context, nested);
    }
  }
}

function checkRule(rule: Json, location: string, context: StateContext, fields: Fields): void {
  if (!isObject(rule)) {
    context.findings.schema(texts.type("[OBJECT]"), location);
    return;
  }
  checkFields(rule, fields, location, context);
  checkKind(rule, location, context);
}

function checkKind(rule: JsonObject, location: string, { findings }: StateContext): void {
  const kinds = KINDS.filter((kind) => rule[kind] !== undefined);
  if (kinds.length !== 1) findings.schema(texts.ruleKinds, location);
  else if (kinds[0] === "Variable") {
    const count = Object.keys(rule).filter((name) => operators.has(name)).length;
    if (count > 1) findings.schema(texts.onlyOne(operatorNames), location);
    if (count === 0) findings.schema(texts.exactlyOne(operatorNames), location);
  }
}

function checkCondition(value: Json, location: string, context: StateContext): void {
  if (typeof value === "boolean") return;
  if (typeof value === "string" && (isExpression(value) || value.includes("{%") || value.includes("%}"))) {
    checkJsonata(value, location, context);
  } else {
    context.findings.schema(texts.type("[BOOLEAN]"), location);
  }
}

/** The literal that a comparison compares with: of the operator's own type. */
function checkOperand(operator: string): Check {
  if (operator.startsWith("String")) return checkString;
  if (operator.startsWith("Boolean")) return checkBoolean;
  if (operator.startsWith("Numeric")) {
    return (value, location, { findings }) => {
      if (typeof value !== "number") findings.schema(texts.type("[NUMBER]"), location);
    };
  }
  return (value, location, { findings }) => {
    if (typeof value !== "string" || parseTimestamp(value) === undefined) findings.schema(texts.timestamp, location);
  };
}
