import { unreadableCharacters, unreadablePattern } from "./errors.ts";
import type { Test } from "./tokens.ts";

/** What a regular expression may not have: groups above all (FilterAndPatternSyntax, "Supported regular expressions"). */
const NOT_SUPPORTED = /[^A-Za-z0-9\s:_#=@/;,^$?[\]{}|\\*+.-]/u;

/**
 * Compiles a regular expression, which may be found anywhere.
 *
 * @throws AwsError `InvalidParameterException`, also for what CloudWatch Logs does not support
 * (ministryofjustice/modernisation-platform-environments#5137: parentheses).
 */
export function expressionOf(text: string): Test<string> {
  const wrong = NOT_SUPPORTED.exec(text);
  if (wrong !== null) throw unreadableCharacters(`%${text.slice(0, wrong.index)}${wrong[0]}`);
  return compiled(text);
}

function compiled(text: string): Test<string> {
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
  return compiled(`^${text.split("*").map(escaped).join("[^]*")}$`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
