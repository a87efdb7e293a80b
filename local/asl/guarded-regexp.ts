import { EndlessMatch, guardedMatch, isQuick } from "../guarded-match.ts";
import { StateError } from "./errors.ts";
import type { Budget } from "./json-path/budget.ts";

/**
 * Tests a text against a regular expression of the user's, giving up when it backtracks without end.
 *
 * @throws StateError `States.Runtime` when it takes too long, or all of the field's together do.
 */
export function guardedTest(expression: RegExp, text: string, budget: Budget): boolean {
  if (isQuick(expression, text)) return expression.test(text);
  const since = performance.now();
  try {
    return guardedMatch(expression, text, () => expression.test(text));
  } catch (error) {
    throw error instanceof EndlessMatch ? new StateError("States.Runtime", error.message) : error;
  } finally {
    budget.spendMilliseconds(performance.now() - since);
  }
}
