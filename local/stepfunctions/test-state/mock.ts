import type { MockInput } from "@aws-sdk/client-sfn";
import { parseResource } from "../../asl/resource.ts";
import { isObject, type Json } from "../../json.ts";
import { readJson } from "../../json-text.ts";
import { validationException } from "../errors.ts";
import { type MockModel, mockModel } from "./mock-models.ts";
import type { Mock } from "./run-state.ts";
import type { TestedState } from "./tested-state.ts";

/** The types of state whose work can be mocked, and those that can be tested without. */
const MOCKABLE = ["Task", "Parallel", "Map"];

/**
 * Reads a request's mock and checks it against the state (API reference, TestState).
 *
 * @throws AwsError ValidationException (texts from memory).
 */
export function mockOf(input: MockInput | undefined, state: TestedState): Mock | undefined {
  const type = String(state.fields["Type"]);
  if (input === undefined) {
    if (!canRunUnmocked(state)) {
      throw validationException(`A mock must be specified to test the state '${state.name}' of type ${type}`);
    }
    return undefined;
  }
  if (!MOCKABLE.includes(type)) throw validationException(`A mock is not supported for a state of type ${type}`);
  const { result, errorOutput, fieldValidationMode = "STRICT" } = input;
  if ((result === undefined) === (errorOutput === undefined)) {
    throw validationException("A mock must specify either result or errorOutput, but not both");
  }
  if (errorOutput !== undefined) return { error: errorOutput.error, cause: errorOutput.cause };
  const json = readJson(result ?? "");
  if ("fault" in json) throw validationException(`The mock result is not valid JSON: ${json.fault}`);
  if (fieldValidationMode !== "NONE") checkResult(json.value, state, fieldValidationMode === "STRICT");
  return { result: json.value };
}

/** Requests that answer at once can be made for real; waiting for somebody, and other states inside, cannot. */
function canRunUnmocked({ fields }: TestedState): boolean {
  const type = fields["Type"];
  if (type === "Parallel" || type === "Map") return false;
  if (type !== "Task") return true;
  const resource = parseResource(String(fields["Resource"]));
  return resource?.kind === "lambda" || (resource?.kind === "service" && resource.pattern === "request-response");
}

/** Services whose answers nothing is known of beforehand (DG/test-state-isolation, "Mock validation modes"). */
const UNCHECKED: readonly string[] = ["http", "apigateway"];

/**
 * An API's answer is an object whose members, as far as the API has them, are of its types: "Any fields not specified in the API
 * model are ignored during validation, regardless of the validation mode". A Parallel's result has an item for each branch, a
 * Map's is an array or an object (DG/test-state-isolation).
 */
function checkResult(result: Json, { fields }: TestedState, strict: boolean): void {
  if (fields["Type"] === "Parallel") checkBranches(result, fields["Branches"]);
  if (fields["Type"] === "Map" && (typeof result !== "object" || result === null)) {
    throw validationException("The mock result of a Map state must be an array or an object");
  }
  const resource = fields["Type"] === "Task" ? parseResource(String(fields["Resource"])) : undefined;
  if (resource?.kind !== "service" || resource.pattern === "waitForTaskToken") return;
  if (UNCHECKED.includes(resource.service)) return;
  if (!isObject(result)) throw validationException("Mock result must be a JSON object, as the API's response is");
  const model = mockModel(resource);
  for (const [name, value = null] of Object.entries(result)) checkMember(name, value, model?.members[name]);
  const missing = strict ? model?.required.find((name) => result[name] === undefined) : undefined;
  if (missing !== undefined) throw invalidResult(`Field '${missing}' is required`);
}

function checkBranches(result: Json, branches: Json | undefined): void {
  const count = Array.isArray(branches) ? branches.length : 0;
  if (Array.isArray(result) && result.length === count) return;
  throw validationException("The mock result of a Parallel state must be an array with one element for each branch");
}

function checkMember(name: string, value: Json, type: MockModel["members"][string] | undefined): void {
  const actual = Array.isArray(value) ? "array" : typeof value;
  if (type === undefined || type === "any" || value === null || actual === type) return;
  throw invalidResult(`Field '${name}' must be of type ${type}, but is of type ${actual}`);
}

function invalidResult(detail: string): Error {
  return validationException(`Mock result schema validation error: ${detail}`);
}
