/** Lets only so many things be under way at once; the others wait, and come in turn. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @param count at least 1. */
  constructor(count: number) {
    this.#free = count;
  }

  /** Resolves once there is room. Each has to {@link leave} afterwards. */
  async enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
