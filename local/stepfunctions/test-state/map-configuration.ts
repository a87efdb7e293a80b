import type { InspectionData, TestStateConfiguration } from "@aws-sdk/client-sfn";
import { compilePath } from "../../asl/json-path.ts";
import type { ExpressionScope } from "../../asl/scope.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { readJson } from "../../json-text.ts";
import { statesOf } from "../definition.ts";
import { validationException } from "../errors.ts";
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
  scope: ExpressionScope,
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
  const items = itemsOf(mapItemReaderData, fields, scope.input);
  if (items !== undefined && mapIterationFailureCount > items) {
    throw validationException("mapIterationFailureCount cannot exceed the number of items");
  }
  const { toleratedFailureCount = 0, toleratedFailurePercentage = 0 } = mapLimits(fields, scope);
  const tolerated = Math.max(toleratedFailureCount, (toleratedFailurePercentage / 100) * (items ?? 0));
  return mapIterationFailureCount > tolerated ? EXCEEDED : mock;
}

/**
 * The limits that `inspectionData` shows of a Map: as they are written, or what their `…Path` leads to (DG/test-state-isolation,
 * "Understanding Map state inspection data").
 */
export function mapLimits(
  fields: JsonObject,
  scope: ExpressionScope,
): Pick<InspectionData, "maxConcurrency" | "toleratedFailureCount" | "toleratedFailurePercentage"> {
  const limit = (name: string): number | undefined => {
    const path = fields[`${name}Path`];
    const value = typeof path === "string" ? compilePath(path).evaluate(scope) : fields[name];
    return typeof value === "number" ? value : undefined;
  };
  const maxConcurrency = limit("MaxConcurrency");
  const toleratedFailureCount = limit("ToleratedFailureCount");
  const toleratedFailurePercentage = limit("ToleratedFailurePercentage");
  return {
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    ...(toleratedFailureCount === undefined ? {} : { toleratedFailureCount }),
    ...(toleratedFailurePercentage === undefined ? {} : { toleratedFailurePercentage }),
  };
}

/** What an ItemReader is said to have read. */
interface ReadItems {
  readonly items: Json;
  /** Set where the reader has an `ItemsPointer`: what it points to. */
  readonly afterItemsPointer?: Json;
}

/**
 * Reads `mapItemReaderData`: JSON as its source has it, of which the reader's `ItemsPointer` may take a part.
 *
 * @throws AwsError ValidationException.
 */
export function readItems(data: string | undefined, fields: JsonObject): ReadItems | undefined {
  if (data === undefined) return undefined;
  const json = readJson(data);
  if ("fault" in json) throw validationException(`mapItemReaderData is not valid JSON: ${json.fault}`);
  const reader = fields["ItemReader"];
  const config = isObject(reader) ? reader["ReaderConfig"] : undefined;
  const pointer = isObject(config) ? config["ItemsPointer"] : undefined;
  if (typeof pointer !== "string") return { items: json.value };
  const items = pointedTo(json.value, pointer);
  return { items, afterItemsPointer: items };
}

/** RFC 6901. */
function pointedTo(document: Json, pointer: string): Json {
  let value: Json | undefined = document;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(value)) value = (value as readonly Json[])[Number(name)];
    else value = value !== undefined && isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  if (value === undefined) throw validationException(`ItemsPointer '${pointer}' leads nowhere in mapItemReaderData`);
  return value;
}

/** How many items there are, as far as no expression has to be evaluated to know it. */
function itemsOf(data: string | undefined, fields: JsonObject, input: Json): number | undefined {
  const items = readItems(data, fields)?.items ?? fields["Items"] ?? input;
  if (Array.isArray(items)) return items.length;
  const path = fields["ItemsPath"];
  const name = typeof path === "string" ? /^\$\.([^.[\]]+)$/.exec(path)?.[1] : undefined;
  const list = name !== undefined && isObject(items) ? items[name] : undefined;
  return Array.isArray(list) ? list.length : undefined;
}
