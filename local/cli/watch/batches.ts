import type { Clock, Timer } from "../../clock/clock.ts";

/** How long nothing more may come before a batch is whole, in milliseconds: an editor's "save all" is one change. */
export const PAUSE = 50;

/** Gathers what comes in bursts. What comes while a batch is being worked on is the next one. */
export class Batches {
  readonly #clock: Clock;
  readonly #gathered = new Set<string>();
  #timer: Timer | undefined;
  #take: ((batch: readonly string[] | undefined) => void) | undefined;
  #tell: (() => void) | undefined;
  #isWhole = false;
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(item: string): void {
    this.#gathered.add(item);
    this.#isWhole = false;
    this.#timer?.cancel();
    this.#timer = this.#clock.after(PAUSE, () => this.#end(), "deadline");
  }

  /** The next batch, in alphabetical order; undefined once closed. One caller at a time. */
  next(): Promise<readonly string[] | undefined> {
    return new Promise((resolve) => {
      this.#take = resolve;
      this.#give();
    });
  }

  /** Resolves when a whole batch waits for `next`. One caller at a time. */
  waiting(): Promise<void> {
    return new Promise((resolve) => {
      this.#tell = resolve;
      this.#give();
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#give();
  }

  #end(): void {
    this.#isWhole = true;
    this.#give();
  }

  #give(): void {
    const take = this.#take;
    if (!(this.#isClosed || this.#isWhole)) return;
    if (take === undefined) {
      this.#tell?.();
      return;
    }
    this.#take = undefined;
    this.#isWhole = false;
    const batch = [...this.#gathered].sort();
    this.#gathered.clear();
    take(this.#isClosed ? undefined : batch);
  }
}
