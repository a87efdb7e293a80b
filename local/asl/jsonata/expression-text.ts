import type { Json } from "../../json.ts";

/**
 * Whether a string is a JSONata expression: it begins with `{%` and ends with `%}`, with nothing around
 * (DG/transforming-data).
 */
export function isExpression(text: string): boolean {
  return text.length >= 4 && text.startsWith("{%") && text.endsWith("%}");
}

/** The text between the delimiters, without the blanks around, as AWS's causes quote it; other values in JSON's form. */
export function expressionText(source: Json): string {
  if (typeof source !== "string") return JSON.stringify(source);
  return isExpression(source) ? source.slice(2, -2).trim() : source;
}
