/**
 * CloudFront gives a function about a millisecond of its own engine (CFDG/cloudfront-limits). The engine here counts work
 * rather than time: it asks once in about 10,000 jumps and calls whether to stop, which is the same on a busy machine. It
 * is more than CloudFront's: enough for what CloudFront runs, and an end for what never ends.
 */
const MOST_WORK = 500;
/** The longest real time in milliseconds, for work that the engine does not count, such as filling all memory. */
const LONGEST_RUN = 1000;
/** What the engine asks this process to do counts as well, by the text that passes between them. */
const CHARACTERS_OF_WORK = 50_000;
/** What the engine itself says when it is told to stop. */
export const INTERRUPTED = "interrupted";

/** How much a function may still do. */
export class WorkBudget {
  readonly #now: () => number;
  #work = 0;
  #deadline = 0;

  /** @param now real milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** From 0 to 100. */
  get utilization(): number {
    return Math.min(100, Math.ceil((100 * this.#work) / MOST_WORK));
  }

  renew(): void {
    this.#work = 0;
    this.#deadline = this.#now() + LONGEST_RUN;
  }

  /** The engine's question whether to stop, which is work itself. */
  isSpent(work = 1): boolean {
    this.#work += work;
    return this.#work > MOST_WORK || this.#now() > this.#deadline;
  }

  /**
   * @param characters that pass between the engine and this process; none asks whether anything is left at all.
   * @throws Error, which the function may catch; the engine then stops it at its next question.
   */
  spend(characters = 0): void {
    if (this.isSpent(characters / CHARACTERS_OF_WORK)) throw new Error(INTERRUPTED);
  }
}
