/**
 * The bounds of one evaluation. AWS refuses `[1..873783]` and takes `[1..873782]`, takes a string of 2^22 characters and not one of
 * 2^23, and stops somewhere between 1 and 200 nested terms; its time limit is not known (floci-io/floci#2737, #2783).
 */
export const LIMITS = {
  sequenceLength: 873_782,
  textLength: 6_990_256,
  /** Numbers that `$range` gives (floci-io/floci#2790). */
  rangeLength: 360_145,
  depth: 100,
  /** Elements of all ranges of one evaluation together. */
  rangeElements: 4_000_000,
  /** Values in a result, those that stand in several places counted there. */
  resultValues: 1_000_000,
} as const;

/**
 * What an evaluation may take before it leaves the event loop to the others and is done again in a thread: milliseconds, and the
 * weight of any value, as nothing interrupts a function that goes through it.
 */
export const HERE = { milliseconds: 10, weight: 20_000, evaluationsPerLook: 16 } as const;

/** What it may take there: the thread's own milliseconds. */
export const ELSEWHERE = { milliseconds: 1000, weight: 4_000_000, evaluationsPerLook: 64 } as const;

/** Where one function never ends, a thread is free again after so many milliseconds, however little of them it got. */
export const LONGEST_CALL_MS = 3000;

/** Memory of a thread that evaluates, in MiB. */
export const THREAD_MEMORY_MIB = 512;

/** What AWS says when a bound without a code of JSONata is exceeded. */
export const LIMIT_TEXTS = {
  memory: "Expression evaluation memory limit exceeded: Check for excessive memory usage",
  stack: "Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.",
  time: "Expression evaluation timeout: Check for infinite loop",
} as const;
