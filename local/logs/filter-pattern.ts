import { invalidParameter } from "./errors.ts";
import { jsonFilter } from "./json-filter.ts";

/** Whether a message fits a filter pattern. */
export type MessageFilter = (message: string) => boolean;

/** A term: plain or quoted text, or a regular expression between percent signs, with its sign. */
const TERM = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|([^\s"]+))/y;

/**
 * Compiles a filter pattern (CloudWatch Logs user guide, FilterAndPatternSyntax): terms that must all occur, `?term` of
 * which one must, `-term` that must not, `"phrases"`, `%regular expressions%`, and `{ $.field = "value" }` for JSON.
 *
 * @throws AwsError `InvalidParameterException` for what cannot be read, and for `[a, b]` patterns, which are not served.
 */
export function filterPattern(text: string): MessageFilter {
  const pattern = text.trim();
  if (pattern === "") return () => true;
  if (pattern.startsWith("{")) return jsonFilter(pattern);
  if (pattern.startsWith("[")) {
    throw invalidParameter("Space-delimited filter patterns ([a, b, ...]) are not served by the local runtime.");
  }
  const all: MessageFilter[] = [];
  const any: MessageFilter[] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < pattern.length) {
    const start = TERM.lastIndex;
    const match = TERM.exec(pattern);
    if (match === null) throw invalidParameter(`Invalid filter pattern at character ${start + 1}: ${pattern}`);
    const [, sign = "", quoted, expression, plain = ""] = match;
    const contains =
      expression === undefined ? includes(quoted?.replace(/\\(.)/g, "$1") ?? plain) : expressionOf(expression);
    if (sign === "?") any.push(contains);
    else all.push(sign === "-" ? (message) => !contains(message) : contains);
  }
  // Optional terms only count on their own: next to other terms AWS ignores them.
  if (all.length === 0) return (message) => any.some((fits) => fits(message));
  return (message) => all.every((fits) => fits(message));
}

function includes(term: string): MessageFilter {
  return (message) => message.includes(term);
}

/** @throws AwsError `InvalidParameterException`. */
export function expressionOf(text: string): MessageFilter {
  let expression: RegExp;
  try {
    expression = new RegExp(text);
  } catch {
    throw invalidParameter(`Invalid filter pattern: %${text}% is no regular expression.`);
  }
  return (message) => expression.test(message);
}
