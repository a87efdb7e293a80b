/** Decisions that need not be made again until a policy changes. */
export class Remembered<Value> {
  readonly #limit: number;
  readonly #values = new Map<string, Value>();

  /** @param limit beyond which everything is forgotten: cheaper than keeping track of what is old. */
  constructor(limit = 20_000) {
    this.#limit = limit;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: Value): void {
    if (this.#values.size >= this.#limit) this.#values.clear();
    this.#values.set(key, value);
  }

  clear(): void {
    this.#values.clear();
  }
}
