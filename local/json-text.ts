import { nestsTooDeep } from "./jackson/depth.ts";
import { jacksonFault } from "./jackson/fault.ts";
import { type Json, parseJson } from "./json.ts";

/** A JSON text read, or what Jackson would say is wrong with it. */
export type JsonText = { readonly value: Json } | { readonly fault: string };

/** Reads JSON as AWS does, where Jackson reads it: what is refused is refused with Jackson's words. */
export function readJson(text: string): JsonText {
  const value = nestsTooDeep(text) ? undefined : parseJson(text);
  return value === undefined ? { fault: jacksonFault(text, "String") } : { value };
}
