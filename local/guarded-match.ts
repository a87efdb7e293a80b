import { createContext, Script } from "node:vm";

/** An expression of the user's that backtracks on and on. */
export class EndlessMatch extends Error {
  override readonly name = "EndlessMatch";

  constructor({ source }: RegExp) {
    super(`The regular expression /${source}/ takes too long.`);
  }
}

/** No honest pattern needs longer, in milliseconds; a catastrophic one would hold up everything else in this process. */
const LONGEST_MATCH = 30;
/** What can take no more steps than this takes well under a millisecond or two. */
const QUICK_STEPS = 4_000_000;

const sandbox: { match: () => void } = { match: () => undefined };
const context = createContext(sandbox);
const script = new Script("match()");

/**
 * Matches a text against a regular expression of the user's, and gives up when that takes too long. Expressions that cannot
 * take long are matched as they are; the others cost a watchdog, some 0.1 ms.
 *
 * @param match does it.
 * @throws EndlessMatch
 */
export function guardedMatch<Result>(expression: RegExp, text: string, match: () => Result): Result {
  if (isQuick(expression, text)) return match();
  let matched: { readonly result: Result } | undefined;
  sandbox.match = () => {
    matched = { result: match() };
  };
  try {
    script.runInContext(context, { timeout: LONGEST_MATCH });
  } catch (error) {
    throw isTimeout(error) ? new EndlessMatch(expression) : error;
  }
  if (matched === undefined) throw new EndlessMatch(expression);
  return matched.result;
}

/** The error is of the context's own realm, and no `Error` of this one. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}

/** Whether an expression takes few steps on a text, however the text is made. */
export function isQuick(expression: RegExp, text: string): boolean {
  return text.length ** degreeOf(expression) <= QUICK_STEPS;
}

const degrees = new WeakMap<RegExp, number>();

/** The power of the text's length that the steps grow with, or more: every repetition may end at any character. */
function degreeOf(expression: RegExp): number {
  let degree = degrees.get(expression);
  if (degree === undefined) {
    const { source } = expression;
    const repetitions = source.match(/[*+]|\{\d+,/g)?.length ?? 0;
    const options = source.match(/(?<!\()\?/g)?.length ?? 0;
    const isAnchored = source.startsWith("^") && !source.includes("|");
    const isNested = options > MOST_OPTIONS || /\)[*+{]|\\[1-9k]/.test(source);
    degree = isNested ? Number.POSITIVE_INFINITY : repetitions + (isAnchored ? 0 : 1);
    degrees.set(expression, degree);
  }
  return degree;
}

/** Each `?` doubles the ways. */
const MOST_OPTIONS = 5;
