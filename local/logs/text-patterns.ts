import { EndlessMatch, guardedMatch } from "../guarded-match.ts";
import { invalidParameter, unreadableCharacters, unreadablePattern } from "./errors.ts";
import type { Test } from "./tokens.ts";

/** What a regular expression may not have: groups above all (FilterAndPatternSyntax, "Supported regular expressions"). */
const NOT_SUPPORTED = /[^A-Za-z0-9\s:_#=@/;,^$?[\]{}|\\*+.-]/u;

/**
 * Compiles a regular expression, which may be found anywhere.
 *
 * @throws AwsError `InvalidParameterException`, also for what CloudWatch Logs does not support
 * (ministryofjustice/modernisation-platform-environments#5137: parentheses), and later for one that backtracks without end.
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
  return (message) => {
    try {
      return guardedMatch(expression, message, () => expression.test(message));
    } catch (error) {
      throw error instanceof EndlessMatch ? invalidParameter(error.message) : error;
    }
  };
}

/** Text in which `*` is any text. What stands between two of them is looked for once: no message takes longer than its length. */
export function wildcards(text: string): Test<string> {
  const [first = "", ...others] = text.split("*");
  const last = others.pop();
  if (last === undefined) return (message) => message === first;
  return (message) => {
    const end = message.length - last.length;
    if (end < first.length || !message.startsWith(first) || !message.endsWith(last)) return false;
    let at = first.length;
    return others.every((part) => {
      const found = message.indexOf(part, at);
      at = found + part.length;
      return found >= 0 && at <= end;
    });
  };
}
