import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { MachineContext, QueryLanguage, StateContext } from "./context.ts";
import { checkMap, checkProcessorConfig } from "./map.ts";
import { allowOne, checkFields, checkList, requireFields } from "./object-checks.ts";
import { checkString } from "./scalar-checks.ts";
import { exclusiveFields, requiredFields, STATE_TYPES, type StateType, stateFields } from "./state-fields.ts";
import { checkStates } from "./states.ts";
import { checkTask } from "./task.ts";
import { texts } from "./texts.ts";

/** Checks one state with everything in it. */
export function checkState(state: JsonObject, location: string, machine: MachineContext): void {
  const { findings } = machine;
  const language = stateLanguage(state, location, machine);
  const languageRefused = language === "JSONPath" && machine.language === "JSONata";
  if (languageRefused) findings.schema(texts.jsonPathUnderJsonata, location);
  const context: StateContext = { ...machine, stateLanguage: language, languageRefused };
  const type = STATE_TYPES.find((candidate) => candidate === state["Type"]);
  if (state["Type"] === undefined) findings.schema(texts.required("Type"), location);
  else if (type === undefined) findings.schema(texts.stateType, `${location}/Type`);
  if (type === undefined) return;
  checkFields(state, stateFields[type], location, context);
  requireFields(state, requiredFields[type], location, context);
  allowOne(
    state,
    exclusiveFields.filter((group) => group.every((name) => name in stateFields[type])),
    location,
    context,
  );
  checkType(type, state, location, context);
}

/**
 * The state's own language, else the machine's (floci-io/floci#2968). Any value but "JSONPath" is taken for JSONata, and found
 * wrong besides.
 */
function stateLanguage(state: JsonObject, location: string, { findings, language }: MachineContext): QueryLanguage {
  const own = state["QueryLanguage"];
  if (own === undefined) return language;
  checkQueryLanguage(own, `${location}/QueryLanguage`, findings);
  return own === "JSONPath" ? "JSONPath" : "JSONata";
}

/** A machine's or a state's `QueryLanguage`. */
export function checkQueryLanguage(value: Json, location: string, findings: MachineContext["findings"]): void {
  if (typeof value !== "string") findings.schema(texts.type("[STRING]"), location);
  else if (value !== "JSONPath" && value !== "JSONata") findings.schema(texts.oneOf(["JSONPath", "JSONata"]), location);
}

const WAITS = ["SecondsPath", "Seconds", "TimestampPath", "Timestamp"];

function checkType(kind: StateType, state: JsonObject, location: string, context: StateContext): void {
  const { findings } = context;
  switch (kind) {
    case "Pass":
      checkTransition(state, location, context);
      return;
    case "Task":
      checkTransition(state, location, context);
      checkTask(state, location, context);
      return;
    case "Wait": {
      checkTransition(state, location, context);
      const given = WAITS.filter((name) => state[name] !== undefined).length;
      if (given > 1) findings.schema(texts.onlyOne(WAITS), location);
      if (given === 0) findings.schema(texts.exactlyOne(WAITS), location);
      return;
    }
    case "Parallel":
      checkTransition(state, location, context);
      if (state["Branches"] !== undefined) checkList(checkBranch)(state["Branches"], `${location}/Branches`, context);
      return;
    case "Map":
      checkTransition(state, location, context);
      checkMap(state, location, context);
      for (const name of ["ItemProcessor", "Iterator"]) {
        if (state[name] !== undefined) checkProcessor(state[name], `${location}/${name}`, context);
      }
      return;
    case "Choice":
    case "Succeed":
    case "Fail":
      return;
    default: {
      kind satisfies never;
    }
  }
}

function checkTransition(state: JsonObject, location: string, { findings }: StateContext): void {
  const ends = state["End"] === true;
  if (ends && state["Next"] !== undefined) findings.schema(texts.onlyOne(["Next", "End"]), location);
  if (!ends && state["Next"] === undefined) findings.schema(texts.exactlyOne(["Next", "End"]), location);
}

function checkBranch(value: Json, location: string, context: StateContext): void {
  checkNested(value, location, context, {});
}

function checkProcessor(value: Json, location: string, context: StateContext): void {
  checkNested(value, location, context, { ProcessorConfig: { check: checkProcessorConfig } });
}

/** A machine in a machine: it has no language of its own. */
function checkNested(
  value: Json,
  location: string,
  context: StateContext,
  more: Parameters<typeof checkFields>[1],
): void {
  if (!isObject(value)) {
    context.findings.schema(texts.type("[OBJECT]"), location);
    return;
  }
  const fields = {
    StartAt: { check: checkString },
    States: { check: () => {} },
    Comment: { check: checkString },
    ...more,
  };
  checkFields(value, fields, location, context);
  requireFields(value, ["StartAt", "States"], location, context);
  if (value["States"] !== undefined) checkStates(value["States"], `${location}/States`, context);
}
