import type { Place } from "./node.ts";

/** Jackson shows at most this much of a source (`JsonLocation.DEFAULT_MAX_CONTENT_SNIPPET`). */
const LONGEST_SNIPPET = 500;

/** What Jackson was given to read: EventBridge gives it texts, Lambda bytes. */
export type Source = "String" | "byte[]";

/** A place in a text as Jackson writes it, with the beginning of the text (Jackson, `ContentReference`). */
export function sourceLocation(text: string, { line, column }: Place, source: Source = "String"): string {
  const bytes = source === "byte[]" ? Buffer.from(text) : undefined;
  const beyond = (bytes ?? text).length - LONGEST_SNIPPET;
  const truncated = beyond > 0 ? `[truncated ${beyond} ${bytes === undefined ? "chars" : "bytes"}]` : "";
  const start = bytes?.subarray(0, LONGEST_SNIPPET).toString() ?? text.slice(0, LONGEST_SNIPPET);
  const snippet = start.replace(CONTROL, escapeControl);
  return `[Source: (${source})"${snippet}"${truncated}; line: ${line}, column: ${column}]`;
}

/** Control characters but the ends of lines, which Jackson shows as they are. */
const CONTROL = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

function escapeControl(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
