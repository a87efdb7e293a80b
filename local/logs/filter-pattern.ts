import type { AwsError } from "../aws/error.ts";
import { columnFilter } from "./column-filter.ts";
import { unreadableCharacters, unreadablePattern } from "./errors.ts";
import { jsonFilter } from "./json-filter.ts";
import { expressionOf } from "./text-patterns.ts";
import { unreadable } from "./tokens.ts";

/** Whether a message fits a filter pattern. */
export type MessageFilter = (message: string) => boolean;

/**
 * A term: plain or quoted text, or a regular expression between percent signs, with its sign. What is not quoted has
 * letters, digits and underscores only (FilterAndPatternSyntax).
 */
const TERM = /\s*([-?]?)(?:"((?:[^"\\]|\\.)+)"|%([^%]+)%|([\p{L}\p{N}_.*]+))(?=\s|$)/uy;

/**
 * Compiles a filter pattern (CloudWatch Logs user guide, FilterAndPatternSyntax): terms that must all occur, `?term` of
 * which one must, `-term` that must not, `"phrases"`, `%regular expressions%`, `{ $.field = "value" }` for JSON and
 * `[first, ..., last = "value"]` for columns.
 *
 * @throws AwsError `InvalidParameterException` for what cannot be read.
 */
export function filterPattern(text: string): MessageFilter {
  const pattern = text.trim();
  if (pattern === "") return () => true;
  if (pattern.startsWith("{")) return jsonFilter(pattern);
  if (pattern.startsWith("[")) return columnFilter(pattern);
  const all: MessageFilter[] = [];
  const any: MessageFilter[] = [];
  let at = 0;
  while (at < pattern.length) {
    TERM.lastIndex = at;
    const match = TERM.exec(pattern);
    if (match === null) throw unreadableTerm(pattern.slice(at));
    at = TERM.lastIndex;
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

/** The first characters that are no part of a term; a sign alone and terms without a space between make no sense. */
function unreadableTerm(text: string): AwsError {
  const rest = text.replace(/^\s*[-?]?[\p{L}\p{N}_.*]*/u, "");
  if (/^(?:\s|$|"(?:[^"\\]|\\.)+"|%[^%]+%)/.test(rest)) return unreadablePattern();
  return unreadableCharacters(rest.startsWith('""') ? '""' : unreadable(rest));
}

function includes(term: string): MessageFilter {
  return (message) => message.includes(term);
}
