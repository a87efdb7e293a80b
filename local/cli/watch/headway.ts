import type { Clock, Timer } from "../../clock/clock.ts";

/** How long a program may register nothing and say nothing, in milliseconds, before a newer save ends it. */
export const SILENCE = 5_000;

/**
 * Watches whether a deployment gets on. A program that waits for ever would keep every later save waiting, the one that
 * mends it included.
 */
export class Headway {
  readonly #clock: Clock;
  readonly #onSilence: () => void;
  readonly #ended = new AbortController();
  #timer: Timer | undefined;
  #isSilent = false;
  #isOutdated = false;

  /** @param onSilence told once, when nothing has happened for long and no newer save waits. */
  constructor(clock: Clock, onSilence: () => void) {
    this.#clock = clock;
    this.#onSilence = onSilence;
    this.made();
  }

  /** Aborted when the deployment is to end for a newer one. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** Something has happened. */
  made(): void {
    this.#isSilent = false;
    this.#timer?.cancel();
    this.#timer = this.#clock.after(SILENCE, () => this.#falls(), "deadline");
  }

  /** A newer save waits. */
  outdated(): void {
    this.#isOutdated = true;
    if (this.#isSilent) this.#ended.abort();
  }

  /** The deployment is over. */
  stop(): void {
    this.#isSilent = false;
    this.#timer?.cancel();
  }

  #falls(): void {
    this.#isSilent = true;
    if (this.#isOutdated) this.#ended.abort();
    else this.#onSilence();
  }
}
