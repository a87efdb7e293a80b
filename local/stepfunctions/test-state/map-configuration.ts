import type { InspectionData, TestStateConfiguration } from "@aws-sdk/client-sfn";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { statesOf } from "../definition.ts";
import { validationException } from "../errors.ts";
import { readJson } from "../json-text.ts";
import type { Mock } from "./run-state.ts";
import type { TestedState } from "./tested-state.ts";

const EXCEEDED: Mock = {
  error: "States.ExceedToleratedFailureThreshold",
  cause: "The specified tolerated failure threshold was exceeded",
};

/**
 * What a Map or Parallel comes to when the request says how often iterations failed and where an error came from
 * (API reference, TestStateConfiguration).
 *
 * @throws AwsError ValidationException when the state named does not exist, or the members make no sense for the state.
 */
export function configuredMock(
  mock: Mock | undefined,
  configuration: TestStateConfiguration | undefined,
  state: TestedState,
  input: Json,
): Mock | undefined {
  const { errorCausedByState, mapIterationFailureCount, mapItemReaderData } = configuration ?? {};
  const { fields } = state;
  const isMap = fields["Type"] === "Map";
  if (!isMap && (mapIterationFailureCount !== undefined || mapItemReaderData !== undefined)) {
    throw validationException("mapIterationFailureCount and mapItemReaderData are for Map states only");
  }
  if (errorCausedByState !== undefined) {
    const inner = statesOf({ States: { [state.name]: fields } }).slice(1);
    if (!inner.some(({ name }) => name === errorCausedByState)) {
      throw validationException(`State '${errorCausedByState}' does not exist inside of '${state.name}'`);
    }
  }
  if (mapIterationFailureCount === undefined) return mock;
  const items = itemsOf(mapItemReaderData, fields, input);
  const { toleratedFailureCount = 0, toleratedFailurePercentage = 0 } = mapLimits(fields);
  const tolerated = Math.max(toleratedFailureCount, (toleratedFailurePercentage / 100) * items);
  return mapIterationFailureCount > tolerated ? EXCEEDED : mock;
}

/** The limits that `inspectionData` shows of a Map, as far as they are written as numbers. */
export function mapLimits(
  fields: JsonObject,
): Pick<InspectionData, "maxConcurrency" | "toleratedFailureCount" | "toleratedFailurePercentage"> {
  const { MaxConcurrency, ToleratedFailureCount, ToleratedFailurePercentage } = fields;
  return {
    ...(typeof MaxConcurrency === "number" ? { maxConcurrency: MaxConcurrency } : {}),
    ...(typeof ToleratedFailureCount === "number" ? { toleratedFailureCount: ToleratedFailureCount } : {}),
    ...(typeof ToleratedFailurePercentage === "number"
      ? { toleratedFailurePercentage: ToleratedFailurePercentage }
      : {}),
  };
}

/** What an ItemReader is said to have read: a JSON array. */
export function readItems(data: string | undefined): Json | undefined {
  if (data === undefined) return undefined;
  const json = readJson(data);
  if ("fault" in json) throw validationException(`mapItemReaderData is not valid JSON: ${json.fault}`);
  return json.value;
}

function itemsOf(data: string | undefined, fields: JsonObject, input: Json): number {
  const items = readItems(data) ?? fields["Items"] ?? input;
  if (Array.isArray(items)) return items.length;
  const path = fields["ItemsPath"];
  const name = typeof path === "string" ? /^\$\.([^.[\]]+)$/.exec(path)?.[1] : undefined;
  const list = name !== undefined && isObject(items) ? items[name] : undefined;
  return Array.isArray(list) ? list.length : 0;
}
