import type { Json, JsonObject } from "../../json.ts";
import { Archive, Asset } from "../../provider/assets.ts";
import { UNKNOWN_TEXT } from "../../provider/property-bag.ts";
import {
  hasSecret,
  isList,
  isMap,
  type PropertyMap,
  type PropertyValue,
  ResourceReference,
  Secret,
  Unknown,
} from "../../provider/values.ts";
import { SECRET_TEXT } from "./secret-text.ts";

/** A value as events and outputs have it: secrets masked, unknowns as on the wire, assets as their hash. */
export function shown(value: PropertyValue | undefined): Json {
  if (value === undefined || value === null) return null;
  if (value instanceof Secret) return SECRET_TEXT;
  if (value instanceof Unknown) return UNKNOWN_TEXT;
  if (value instanceof Asset || value instanceof Archive) return { hash: value.hash };
  if (value instanceof ResourceReference) return value.id instanceof Unknown ? UNKNOWN_TEXT : (value.id ?? value.urn);
  if (isList(value)) return value.map(shown);
  return isMap(value) ? shownMap(value) : value;
}

/** {@link shown} for a whole resource. */
export function shownMap(properties: PropertyMap): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (value !== undefined) result[name] = shown(value);
  }
  return result;
}

/** An output is masked as a whole when any part of it is secret. */
export function shownOutput(value: PropertyValue | undefined): Json {
  return hasSecret(value) ? SECRET_TEXT : shown(value);
}
