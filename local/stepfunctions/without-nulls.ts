import type { Operation } from "../aws/service.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { StepFunctions } from "./step-functions.ts";

/** On a JSON wire a member that is null is a member that is not there: an operation gets its input without them. */
export function withoutNulls(
  operation: Operation<StepFunctions, never, object>,
): Operation<StepFunctions, never, object> {
  return {
    name: operation.name,
    permissions: (input, state) => operation.permissions(stripped(input) as never, state),
    run: (input, call, state) => operation.run(stripped(input) as never, call, state),
  };
}

function stripped(input: JsonObject): JsonObject {
  return hasNull(input) ? (strip(input) as JsonObject) : input;
}

function hasNull(value: Json | undefined): boolean {
  if (value === null) return true;
  if (typeof value !== "object") return false;
  return Object.values(value).some(hasNull);
}

function strip(value: Json): Json {
  if (Array.isArray(value)) return value.map(strip);
  if (!isObject(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined && member !== null) kept[name] = strip(member);
  }
  return kept;
}
