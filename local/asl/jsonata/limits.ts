/**
 * The bounds of one evaluation. AWS refuses `[1..873783]` and takes `[1..873782]`, takes a string of 2^22 characters and not one of
 * 2^23, and stops somewhere between 1 and 200 nested terms; its time limit is not known (step-functions.md §6.4).
 */
export const LIMITS = {
  sequenceLength: 873_782,
  textLength: 6_990_256,
  /** Numbers that `$range` gives (floci-io/floci#2790). */
  rangeLength: 360_145,
  depth: 100,
  /** Elements of all ranges of one evaluation together. */
  rangeElements: 4_000_000,
  /** The machine's time that an evaluation may take in all. */
  milliseconds: 1000,
  /** After this it gives the event loop to others, and goes on in a later turn. */
  turnMilliseconds: 10,
  /** What cannot be interrupted for that, a regular expression, is cut off after this. */
  uninterruptedMilliseconds: 100,
} as const;

/** What AWS says when a bound without a code of JSONata is exceeded. */
export const LIMIT_TEXTS = {
  memory: "Expression evaluation memory limit exceeded: Check for excessive memory usage",
  stack: "Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.",
  time: "Expression evaluation timeout: Check for infinite loop",
} as const;
