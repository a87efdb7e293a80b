import { isObject, type Json, type JsonObject } from "../json.ts";

/**
 * On a JSON wire a member that is null is a member that is not there: an operation gets its input without them. A null in
 * a list stands for an item that says nothing, which every shape refuses in its own words.
 */
export function withoutNulls(input: JsonObject): JsonObject {
  return hasNull(input) ? stripped(input) : input;
}

function hasNull(value: Json | undefined): boolean {
  if (value === null) return true;
  if (typeof value !== "object") return false;
  for (const name in value) if (hasNull((value as JsonObject)[name])) return true;
  return false;
}

function strip(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => (item === null ? {} : strip(item)));
  return isObject(value) ? stripped(value) : value;
}

function stripped(value: JsonObject): JsonObject {
  const kept = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
  return Object.fromEntries(kept.map(([name, member]) => [name, strip(member ?? null)]));
}
