import { JavaException } from "./java-exception.ts";
import { readJson } from "./json.ts";
import type { JavaObject, Value } from "./values.ts";

const SHORT: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\n": "\\n",
  "\t": "\\t",
  "\f": "\\f",
  "\r": "\\r",
  "'": "\\'",
  '"': '\\"',
  "\\": "\\\\",
  "/": "\\/",
};

/**
 * `StringEscapeUtils.escapeJavaScript` of commons-lang 2.6: `'` becomes `\'`, which JSON refuses, hence the idiom
 * `.replaceAll("\\'","'")`; `/` becomes `\/`, and everything outside printable ASCII `\uXXXX` with upper-case digits.
 */
export function escapeJavaScript(text: string): string {
  return text.replace(
    /[^\u0020-\u007f]|['"\\/]/g,
    (character) => SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
}

/** `java.net.URLEncoder` in UTF-8: a blank is `+`, and only letters, digits and `.-*_` stay. */
export function urlEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

/** `java.net.URLDecoder` in UTF-8: bytes that are none become U+FFFD. */
function urlDecode(text: string): string {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) {
    throw new JavaException(`java.lang.IllegalArgumentException: ${JSON.stringify(text)} is not URL-encoded text`);
  }
  return text
    .replaceAll("+", " ")
    .replace(/(?:%[0-9a-fA-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll("%", ""), "hex").toString("utf8"));
}

/** `java.util.Base64`'s basic decoder: a last unit may lack its padding, and not a part of it. */
function base64Decode(text: string): string {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(text)) {
    throw new JavaException(`java.lang.IllegalArgumentException: ${JSON.stringify(text)} is not base64`);
  }
  return Buffer.from(text, "base64").toString("utf8");
}

function parseJson(text: string): Value {
  try {
    return readJson(text);
  } catch (error) {
    throw new JavaException(`$util.parseJson: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const FUNCTIONS: Readonly<Record<string, (text: string) => Value>> = {
  escapeJavaScript,
  parseJson,
  urlEncode,
  urlDecode,
  base64Encode: (text) => Buffer.from(text, "utf8").toString("base64"),
  base64Decode,
};

/** `$util`. Its functions take text; a missing value is taken for an empty one, as it prints. */
export const UTIL: JavaObject = {
  javaObject: true,
  property: () => undefined,
  call: (name, [argument]) => {
    if (argument === undefined || !Object.hasOwn(FUNCTIONS, name)) return undefined;
    if (argument === null) return name === "parseJson" ? null : "";
    return typeof argument === "string" ? FUNCTIONS[name]?.(argument) : undefined;
  },
  print: () => "$util",
};
