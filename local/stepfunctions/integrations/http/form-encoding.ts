import { isObject, type Json } from "../../../json.ts";

/** How `RequestEncodingOptions.ArrayFormat` writes arrays (DG/call-https-apis, Applying URL-encoding on request body). */
export type ArrayFormat = "INDICES" | "REPEAT" | "COMMAS" | "BRACKETS";

/**
 * A value as names and values of a form: members in brackets, `metadata[order]`, arrays in the format asked for. Nothing is
 * left out; null is the empty text.
 */
export function formPairs(name: string, value: Json, arrays: ArrayFormat): [name: string, value: string][] {
  if (Array.isArray(value)) return arrayPairs(name, value, arrays);
  if (!isObject(value)) return [[name, textOf(value)]];
  return Object.entries(value).flatMap(([key, member = null]) => formPairs(`${name}[${key}]`, member, arrays));
}

function arrayPairs(name: string, items: readonly Json[], arrays: ArrayFormat): [string, string][] {
  switch (arrays) {
    case "INDICES":
      return items.flatMap((item, index) => formPairs(`${name}[${index}]`, item, arrays));
    case "BRACKETS":
      return items.flatMap((item) => formPairs(`${name}[]`, item, arrays));
    case "REPEAT":
      return items.flatMap((item) => formPairs(name, item, arrays));
    case "COMMAS":
      return [[name, items.map(textOf).join(",")]];
    default: {
      const never: never = arrays;
      throw new Error(`unknown array format ${String(never)}`);
    }
  }
}

function textOf(value: Json): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Names and values joined, each percent-encoded: a blank is `%20`, as in the documented requests. */
export function formEncoded(pairs: readonly (readonly [name: string, value: string])[]): string {
  return pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join("&");
}

/** RFC 3986: everything but letters, digits and `-._~`. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
