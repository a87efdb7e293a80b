import { invalidDefinitionMessage } from "../../asl/invalid-definition.ts";
import { validateDefinition } from "../../asl/validate.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { readJson } from "../../json-text.ts";
import { statesOf } from "../definition.ts";
import { invalidDefinition, validationException } from "../errors.ts";

/** A state to be tested, and the query language of the machine around it. */
export interface TestedState {
  readonly name: string;
  readonly fields: JsonObject;
  readonly machineLanguage: Json | undefined;
  /** It is one of the states of a Map's item processor. */
  readonly isInMap?: boolean;
}

/** The name of a state that is given without a machine. */
const UNNAMED = "State";

/**
 * Finds the state that a TestState request means: the definition itself, or `stateName` in it.
 *
 * @throws AwsError InvalidDefinition, ValidationException.
 */
export function testedState(definition: string, stateName: string | undefined): TestedState {
  const json = readJson(definition);
  const source = "value" in json && isObject(json.value) ? json.value : undefined;
  if (source === undefined) {
    check(definition);
    throw invalidDefinition(
      "Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: A JSON object is expected at null'",
    );
  }
  if (source["States"] === undefined) {
    const fields = source;
    check(JSON.stringify(wrap({ name: UNNAMED, fields, machineLanguage: undefined })));
    return { name: stateName ?? UNNAMED, fields, machineLanguage: undefined };
  }
  check(definition);
  if (stateName === undefined) {
    throw validationException(
      "stateName must be specified when the definition is a state machine",
      "MISSING_REQUIRED_PARAMETER",
    );
  }
  const found = statesOf(source).find(({ name }) => name === stateName);
  if (found === undefined) throw validationException(`State '${stateName}' does not exist in the definition`);
  const isInMap = /\/(?:ItemProcessor|Iterator)\/States\//.test(found.location);
  return { name: stateName, fields: found.fields, machineLanguage: source["QueryLanguage"], isInMap };
}

function check(definition: string): void {
  const message = invalidDefinitionMessage(validateDefinition(definition));
  if (message !== undefined) throw invalidDefinition(message);
}

/** A machine of the state alone: each state it may go to takes what it gets and ends. */
export function wrap({ name, fields, machineLanguage }: TestedState): JsonObject {
  const states: Record<string, Json> = { [name]: fields };
  for (const target of targetsOf(fields)) if (target !== name) states[target] = { Type: "Pass", End: true };
  return {
    ...(machineLanguage === undefined ? {} : { QueryLanguage: machineLanguage }),
    StartAt: name,
    States: states,
  };
}

function targetsOf(fields: JsonObject): string[] {
  const places: (Json | undefined)[] = [fields, fields["Choices"], fields["Catch"]].flat();
  const targets = places.map((place) => (isObject(place) ? place["Next"] : undefined));
  return [...targets, fields["Default"]].filter((target) => typeof target === "string");
}

/** What a mocked Parallel or Map shares with a Task: everything around its work. */
const AROUND = [
  "QueryLanguage",
  "InputPath",
  "ResultSelector",
  "ResultPath",
  "OutputPath",
  "Output",
  "Assign",
  "Retry",
  "Catch",
  "Next",
  "End",
];

/** A mocked Parallel or Map as a Task whose result is the mock: its work is not done, all around it is. */
export function asTask(state: TestedState): TestedState {
  const { fields } = state;
  if (fields["Type"] === "Task") return state;
  const names = fields["Type"] === "Parallel" ? [...AROUND, "Parameters", "Arguments"] : AROUND;
  const kept = Object.fromEntries(names.filter((name) => name in fields).map((name) => [name, fields[name]]));
  return {
    ...state,
    fields: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:000000000000:function:mock", ...kept },
  };
}
