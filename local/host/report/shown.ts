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

/**
 * A value as events and outputs have it: secrets masked, unknowns as on the wire, assets as their hash.
 *
 * @param open leaves secrets readable (`--show-secrets`).
 */
export function shown(value: PropertyValue | undefined, open = false): Json {
  if (value === undefined || value === null) return null;
  if (value instanceof Secret) return open ? shown(value.value, open) : SECRET_TEXT;
  if (value instanceof Unknown) return UNKNOWN_TEXT;
  if (value instanceof Asset || value instanceof Archive) return { hash: value.hash };
  if (value instanceof ResourceReference) return value.id instanceof Unknown ? UNKNOWN_TEXT : (value.id ?? value.urn);
  if (isList(value)) return value.map((item) => shown(item, open));
  return isMap(value) ? shownMap(value, open) : value;
}

/** {@link shown} for a whole resource. */
export function shownMap(properties: PropertyMap, open = false): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (value !== undefined) result[name] = shown(value, open);
  }
  return result;
}

/** An output is masked as a whole when any part of it is secret. */
export function shownOutput(value: PropertyValue | undefined, open = false): Json {
  return hasSecret(value) && !open ? SECRET_TEXT : shown(value, open);
}
