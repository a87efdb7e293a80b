import { unreadablePattern } from "./errors.ts";
import type { Test } from "./tokens.ts";

/**
 * Compiles a regular expression, which may be found anywhere.
 *
 * @throws AwsError `InvalidParameterException`.
 */
export function expressionOf(text: string): Test<string> {
  let expression: RegExp;
  try {
    expression = new RegExp(text);
  } catch {
    throw unreadablePattern();
  }
  return (message) => expression.test(message);
}

/** Text in which `*` is any text. */
export function wildcards(text: string): Test<string> {
  return expressionOf(`^${text.split("*").map(escaped).join("[^]*")}$`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
