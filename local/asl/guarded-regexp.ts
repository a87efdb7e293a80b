import { createContext, Script } from "node:vm";
import { StateError } from "./errors.ts";
import type { Budget } from "./json-path/budget.ts";

/** No honest pattern needs longer; a catastrophic one would hold up every other execution. */
const LONGEST_MATCH_MS = 30;

/** Up to here a pattern with one repetition and no repeated group takes well under a millisecond. */
const SHORT_TEXT = 2000;

const sandbox: { expression: RegExp; text: string } = { expression: /x/, text: "" };
const context = createContext(sandbox);
const script = new Script("expression.test(text)");

/**
 * Tests a text against a regular expression of the user's, giving up when it backtracks without end.
 *
 * @throws StateError `States.Runtime` when it takes too long, or all of the field's together do.
 */
export function guardedTest(expression: RegExp, text: string, budget: Budget): boolean {
  if (text.length <= SHORT_TEXT && isHarmless(expression)) return expression.test(text);
  sandbox.expression = expression;
  sandbox.text = text;
  const since = performance.now();
  try {
    return script.runInContext(context, { timeout: LONGEST_MATCH_MS }) === true;
  } catch {
    throw new StateError("States.Runtime", `The regular expression /${expression.source}/ takes too long.`);
  } finally {
    budget.spendMilliseconds(performance.now() - since);
  }
}

const harmless = new WeakMap<RegExp, boolean>();

/** At most one repetition and no group repeated: cannot take more than the square of the text's length. */
function isHarmless(expression: RegExp): boolean {
  let answer = harmless.get(expression);
  if (answer === undefined) {
    const repetitions = expression.source.match(/[*+{]/g)?.length ?? 0;
    answer = repetitions <= 1 && !/\)[*+{?]|\\[1-9k]/.test(expression.source);
    harmless.set(expression, answer);
  }
  return answer;
}
