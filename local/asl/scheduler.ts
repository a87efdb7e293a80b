/**
 * Shares the event loop between executions that never wait. A machine that loops through Pass and Choice states would
 * otherwise hold up every socket and every other execution until its history is full.
 *
 * Work is counted in transitions, not in milliseconds, so that it behaves the same on every machine and every clock:
 * once a turn of the event loop has used up its share, executions queue for the next one.
 */
export class Scheduler {
  readonly #nextTurn: (run: () => void) => unknown;
  readonly #share: number;
  readonly #queue: (() => void)[] = [];
  #left: number;
  #armed = false;

  /**
   * @param nextTurn runs a function after the event loop has seen to everything else: `setImmediate`.
   * @param share transitions in one turn of the event loop, about a millisecond's worth.
   */
  constructor(nextTurn: (run: () => void) => unknown, share = 250) {
    this.#nextTurn = nextTurn;
    this.#share = share;
    this.#left = share;
  }

  /**
   * Asks to go on within this turn of the event loop.
   *
   * @param cost in transitions of JSONPath states; JSONata takes far longer.
   * @returns false when the turn's share is used up: {@link later} then.
   */
  take(cost: number): boolean {
    this.#left -= cost;
    return this.#left >= 0;
  }

  /** Goes on in a later turn, after those that asked before. */
  later(run: () => void): void {
    this.#queue.push(run);
    if (this.#armed) return;
    this.#armed = true;
    this.#nextTurn(() => this.#turn());
  }

  #turn(): void {
    this.#armed = false;
    this.#left = this.#share;
    const waiting = this.#queue.splice(0);
    let served = 0;
    try {
      while (served < waiting.length && this.#left > 0) waiting[served++]?.();
    } finally {
      this.#queue.unshift(...waiting.slice(served));
      if (this.#queue.length > 0 && !this.#armed) {
        this.#armed = true;
        this.#nextTurn(() => this.#turn());
      }
    }
  }
}
