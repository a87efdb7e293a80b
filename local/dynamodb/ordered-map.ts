/** Bounds of a walk over keys; at most one lower and one upper bound is given. */
export interface Range {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  /** How many values at most; -1 or absent for all. */
  readonly limit?: number;
}

/** Keys per chunk before it is split: small enough to insert quickly, large enough to keep few chunks. */
const CHUNK = 512;

/** A map whose keys can be walked in order: a table's items, or an index, as DynamoDB's storage keeps them. */
export class OrderedMap<Value> {
  readonly #values = new Map<string, Value>();
  readonly #chunks: string[][] = [];

  get size(): number {
    return this.#values.size;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: Value): void {
    const known = this.#values.has(key);
    this.#values.set(key, value);
    if (!known) this.#insert(key);
  }

  delete(key: string): void {
    if (!this.#values.delete(key)) return;
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at];
    if (chunk === undefined) return;
    chunk.splice(firstAtLeast(chunk, key), 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
  }

  clear(): void {
    this.#values.clear();
    this.#chunks.length = 0;
  }

  /** The values whose keys lie in `range`, in order. The map must not change while walking. */
  *entries(range: Range = {}): Generator<[key: string, value: Value]> {
    const limit = range.limit ?? -1;
    let count = 0;
    for (const key of range.reverse === true ? this.#backward(range) : this.#forward(range)) {
      if (limit >= 0 && count++ >= limit) return;
      yield [key, this.#values.get(key) as Value];
    }
  }

  #insert(key: string): void {
    const at = Math.min(this.#chunkOf(key), this.#chunks.length - 1);
    const chunk = this.#chunks[at];
    if (chunk === undefined) {
      this.#chunks.push([key]);
      return;
    }
    chunk.splice(firstAtLeast(chunk, key), 0, key);
    if (chunk.length > CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(CHUNK >> 1));
  }

  /** The first chunk whose last key is not before `key`. */
  #chunkOf(key: string): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const last = this.#chunks[middle]?.at(-1);
      if (last !== undefined && last < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  *#forward({ gt, gte, lt, lte }: Range): Generator<string> {
    const from = gt ?? gte ?? "";
    for (let at = this.#chunkOf(from); at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at] ?? [];
      for (let index = firstAtLeast(chunk, from); index < chunk.length; index++) {
        const key = chunk[index] as string;
        if (gt !== undefined && key <= gt) continue;
        if ((lt !== undefined && key >= lt) || (lte !== undefined && key > lte)) return;
        yield key;
      }
    }
  }

  *#backward({ gt, gte, lt, lte }: Range): Generator<string> {
    const to = lt ?? lte;
    const start = to === undefined ? this.#chunks.length - 1 : Math.min(this.#chunkOf(to), this.#chunks.length - 1);
    for (let at = start; at >= 0; at--) {
      const chunk = this.#chunks[at] ?? [];
      for (let index = chunk.length - 1; index >= 0; index--) {
        const key = chunk[index] as string;
        if ((lt !== undefined && key >= lt) || (lte !== undefined && key > lte)) continue;
        if ((gt !== undefined && key <= gt) || (gte !== undefined && key < gte)) return;
        yield key;
      }
    }
  }
}

function firstAtLeast(chunk: readonly string[], key: string): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((chunk[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
