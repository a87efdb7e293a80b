import { notFound } from "./errors.ts";

/** The things of one kind that an API has, by id, in the order they were made. */
export class Children<T> {
  readonly #label: string;
  readonly #changed: () => void;
  readonly #byId: Map<string, T>;

  /**
   * @param label what AWS calls the kind in its messages, such as `Route`.
   * @param changed told after every change.
   * @param entries what was kept from an earlier run.
   */
  constructor(label: string, changed: () => void, entries: readonly (readonly [id: string, value: T])[] = []) {
    this.#label = label;
    this.#changed = changed;
    this.#byId = new Map(entries);
  }

  /** @throws AwsError `NotFoundException`. */
  get(id: string | undefined): T {
    const found = this.find(id);
    if (found === undefined) throw notFound(`Invalid ${this.#label} identifier specified`);
    return found;
  }

  find(id: string | undefined): T | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }

  put(id: string, value: T): T {
    this.#byId.set(id, value);
    this.#changed();
    return value;
  }

  /** @throws AwsError `NotFoundException`. */
  remove(id: string | undefined): void {
    this.get(id);
    this.#byId.delete(id ?? "");
    this.#changed();
  }

  values(): T[] {
    return [...this.#byId.values()];
  }

  entries(): [string, T][] {
    return [...this.#byId];
  }
}
