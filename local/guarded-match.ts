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
 * @param match does it, more than once when other processes had the processor meanwhile.
 * @throws EndlessMatch
 */
export function guardedMatch<Result>(expression: RegExp, text: string, match: () => Result): Result {
  if (isQuick(expression, text)) return match();
  let matched: { readonly result: Result } | undefined;
  sandbox.match = () => {
    matched = { result: match() };
  };
  const since = processorTime();
  for (;;) {
    try {
      script.runInContext(context, { timeout: LONGEST_MATCH });
    } catch (error) {
      if (!isTimeout(error)) throw error;
    }
    if (matched !== undefined) return matched.result;
    if (processorTime() - since >= LONGEST_MATCH / 2) throw new EndlessMatch(expression);
  }
}

/** What this thread has had of the processor, in milliseconds: the watchdog's time also passes while others have it. */
function processorTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** The error is of the context's own realm, and no `Error` of this one. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}

/** Whether an expression takes few steps on a text, however the text is made. */
export function isQuick(expression: RegExp, text: string): boolean {
  const { ways, degree } = effortOf(expression);
  return ways * text.length ** degree <= QUICK_STEPS;
}

/** The most steps that a match can take: {@link ways} times the text's length to the power of {@link degree}. */
interface Effort {
  readonly ways: number;
  readonly degree: number;
}

const efforts = new WeakMap<RegExp, Effort>();

function effortOf(expression: RegExp): Effort {
  let effort = efforts.get(expression);
  if (effort === undefined) {
    effort = measured(expression);
    efforts.set(expression, effort);
  }
  return effort;
}

/**
 * Every repetition may end at any character, as a match that is not anchored may begin at any; each `?` doubles the ways,
 * and alternatives multiply them where one group follows another. What is repeated as a group, or refers back, has no bound.
 */
function measured({ source, multiline }: RegExp): Effort {
  const bare = source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/gs, "x");
  const count = (part: RegExp): number => bare.match(part)?.length ?? 0;
  const isAnchored = bare.startsWith("^") && !bare.includes("|") && !multiline;
  const degree = count(/[*+]|\{\d+,/g) + (isAnchored ? 0 : 1);
  if (/\)[*+{]/.test(bare) || /\\[1-9k]/.test(source)) return { ways: Number.POSITIVE_INFINITY, degree };
  const bars = count(/\|/g);
  const groups = Math.max(1, Math.min(bars, count(/\(/g)));
  return { ways: 2 ** count(/(?<!\()\?/g) * (1 + bars / groups) ** groups, degree };
}
