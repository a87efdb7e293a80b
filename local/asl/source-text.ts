import type { Json } from "../json.ts";

/** The texts that objects and lists were read from; values are never changed once made. */
const TEXTS = new WeakMap<object, string>();

/**
 * Remembers the text that a value from outside was read from: an execution's input, a worker's or a function's result.
 *
 * @returns the value.
 */
export function readFrom(text: string, value: Json): Json {
  if (typeof value === "object" && value !== null) TEXTS.set(value, text);
  return value;
}

/** The text that a value was read from, where that is another one than what the value would be written as. */
export function sourceOf(value: Json): string | undefined {
  const text = typeof value === "object" && value !== null ? TEXTS.get(value) : undefined;
  return text === undefined || text === JSON.stringify(value) ? undefined : text;
}

/**
 * A value as JSON text. A value that states hand on untouched keeps the text it came with, white space and all, as AWS's
 * histories and execution logs show it; a value that is made on the way is compact.
 */
export function textOf(value: Json): string {
  const text = typeof value === "object" && value !== null ? TEXTS.get(value) : undefined;
  return text ?? JSON.stringify(value);
}
