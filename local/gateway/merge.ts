import type { JsonObject } from "../json.ts";

/** Maps that an update merges key by key; an empty text removes its key (as the Pulumi provider relies on). */
const MERGED = new Set(["RequestParameters", "ResponseParameters", "StageVariables"]);

/**
 * A resource after an update: what the request names is replaced, an empty text removes it, what it does not name
 * stays. Other maps (templates, models) are replaced as a whole; nobody documents whether AWS keeps their missing keys.
 */
export function merge<T extends object>(current: T, changes: object, ids: readonly string[]): T {
  const result = { ...current } as Record<string, unknown>;
  for (const [name, value] of Object.entries(changes)) {
    if (ids.includes(name) || value === undefined) continue;
    if (value === "" || value === null) delete result[name];
    else result[name] = MERGED.has(name) ? mergeMap(result[name], value as JsonObject) : value;
  }
  return result as T;
}

/** What a create request says, without its ids and empty members. */
export function stated(input: object, ids: readonly string[]): JsonObject {
  return merge({}, input, ids);
}

function mergeMap(current: unknown, changes: JsonObject): JsonObject {
  const merged = Object.entries({ ...(current as JsonObject | undefined), ...changes });
  return Object.fromEntries(merged.filter(([, value]) => value !== ""));
}
