import { lowerFirst, upperFirst } from "../first-letter.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";

/** Changes the first letter of member names, in structures at any depth but not in the keys of maps. */
export type Recase = (value: JsonObject) => JsonObject;

/**
 * API Gateway v2 writes its members with a small first letter, its shapes with a capital one.
 *
 * @param maps members (in the shapes' spelling) whose keys are the client's own.
 */
export function recase(direction: "toShape" | "toWire", maps: ReadonlySet<string>): Recase {
  const rename = direction === "toShape" ? upperFirst : lowerFirst;

  const structure = (value: JsonObject): JsonObject => {
    const result: Record<string, Json> = {};
    for (const name in value) {
      const content = value[name];
      if (content === undefined) continue;
      const isMap = maps.has(direction === "toShape" ? rename(name) : name);
      result[rename(name)] = isMap && isObject(content) ? entries(content) : any(content);
    }
    return result;
  };
  const entries = (value: JsonObject): JsonObject => {
    const result: Record<string, Json> = {};
    for (const [key, content] of Object.entries(value)) if (content !== undefined) result[key] = any(content);
    return result;
  };
  const any = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(any);
    return isObject(value) ? structure(value) : value;
  };
  return structure;
}
