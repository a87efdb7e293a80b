import { parsePath } from "./json-path/parse.ts";
import { compileSteps } from "./json-path/select.ts";
import type { Value } from "./values.ts";

/** A path of `$input.path` and `$input.json`, taken apart once. */
export interface JsonPath {
  /** The value; undefined where a definite path leads nowhere. An indefinite path answers a list. */
  read(document: Value): Value | undefined;
}

const cache = new Map<string, JsonPath>();
const CACHE_LIMIT = 2000;

/**
 * Compiles a path as Jayway's JsonPath reads it: names, indexes, unions, slices, wildcards, `..`, filters and functions.
 * A path without `$` gets one, as in Jayway.
 *
 * @throws JavaException when the text is no path.
 */
export function compileJsonPath(text: string): JsonPath {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const follow = compileSteps(parsePath(text));
  const path: JsonPath = { read: (document) => follow(document, document) };
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(text, path);
  return path;
}
