/** One who waits for a turn, and who comes after. */
interface Waiting {
  readonly run: () => void;
  next: Waiting | undefined;
}

/**
 * Shares the event loop between executions that never wait. A machine that loops through Pass and Choice states would
 * otherwise hold up every socket and every other execution until its history is full.
 *
 * Work is counted in transitions, not in milliseconds, so that it behaves the same on every machine and every clock:
 * once a turn of the event loop has used up its share, executions queue for the next one. However long the queue, a
 * turn costs no more than those it serves.
 */
export class Scheduler {
  readonly #nextTurn: (run: () => void) => unknown;
  readonly #share: number;
  #first: Waiting | undefined;
  #last: Waiting | undefined;
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

  /** This turn's share is used up, by work that cannot be counted in transitions. */
  endTurn(): void {
    this.#left = 0;
  }

  /** Goes on in a later turn, after those that asked before. */
  later(run: () => void): void {
    const waiting: Waiting = { run, next: undefined };
    if (this.#last === undefined) this.#first = waiting;
    else this.#last.next = waiting;
    this.#last = waiting;
    this.#arm();
  }

  #arm(): void {
    if (this.#armed) return;
    this.#armed = true;
    this.#nextTurn(() => this.#turn());
  }

  /** Serves those that waited when the turn began, as far as its share goes; who asks meanwhile waits for the next one. */
  #turn(): void {
    this.#armed = false;
    this.#left = this.#share;
    const end = this.#last;
    let served: Waiting | undefined;
    try {
      while (served !== end && this.#left > 0 && this.#first !== undefined) {
        served = this.#first;
        this.#first = served.next;
        if (this.#first === undefined) this.#last = undefined;
        served.run();
      }
    } finally {
      if (this.#first !== undefined) this.#arm();
    }
  }
}
