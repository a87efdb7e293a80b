import { OrderedMap } from "./ordered-map.ts";
import type { Item } from "./table.ts";

/** A write of one item, after it happened. */
export interface Change {
  readonly table: string;
  readonly key: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

type Callback<Value = void> = (error: Error | null, value?: Value) => void;
type Release = <Run extends Callback<never>>(run: Run) => Run;

/** Takes back one write. */
type Undo = () => void;

/**
 * Where items and indexes live, in the form dynalite's actions expect of a database.
 *
 * dynalite's own LevelDB store answers every read and write in a later turn of the event loop. This one answers within
 * the call, which makes a single operation atomic without locks, a transaction a matter of an undo journal, and a
 * GetItem cost microseconds.
 */
export class ItemStore {
  readonly #databases = new Map<string, Rows>();
  readonly #changed: (change: Change) => void;
  readonly #forgotten: (table: string, key: string) => void;
  #journal: Undo[] | undefined;
  #held: Change[] = [];

  /**
   * @param changed hears of every item written or deleted.
   * @param forgotten hears of every item that went with its table.
   */
  constructor(changed: (change: Change) => void, forgotten: (table: string, key: string) => void) {
    this.#changed = changed;
    this.#forgotten = forgotten;
  }

  items(table: string): Rows {
    return this.#rows(`item/${table}`, (key, before, after) => this.#announce({ table, key, before, after }));
  }

  index(table: string, index: string): Rows {
    return this.#rows(`index/${table}/${index}`, () => undefined);
  }

  dropIndex(table: string, index: string): void {
    this.#databases.delete(`index/${table}/${index}`);
  }

  /** Empties a table that is being deleted, which is not a deletion of items that streams would tell of. */
  deleteItems(table: string): void {
    for (const [key] of this.items(table).map.entries()) this.#forgotten(table, key);
    this.dropTable(table);
  }

  dropTable(table: string): void {
    this.#databases.delete(`item/${table}`);
    for (const name of this.#databases.keys()) {
      if (name.startsWith(`index/${table}/`)) this.#databases.delete(name);
    }
  }

  /** Runs `work`; when it throws, every write it made is taken back and nobody hears of them. Within another it is part of that. */
  atomically<Result>(work: () => Result): Result {
    if (this.#journal !== undefined) return work();
    const journal: Undo[] = [];
    this.#journal = journal;
    try {
      const result = work();
      this.#journal = undefined;
      for (const change of this.#held.splice(0)) this.#changed(change);
      return result;
    } catch (error) {
      this.#journal = undefined;
      this.#held = [];
      for (const undo of journal.reverse()) undo();
      throw error;
    }
  }

  #announce(change: Change): void {
    if (this.#journal === undefined) this.#changed(change);
    else this.#held.push(change);
  }

  #rows(name: string, written: Written): Rows {
    const known = this.#databases.get(name);
    if (known !== undefined) return known;
    const rows = new Rows(written, (undo) => this.#journal?.push(undo));
    this.#databases.set(name, rows);
    return rows;
  }
}

type Written = (key: string, before: Item | undefined, after: Item | undefined) => void;

/** One ordered set of items with the callback methods that dynalite calls; the callbacks run before the call returns. */
export class Rows {
  readonly map = new OrderedMap<Item>();
  readonly #written: Written;
  readonly #journal: (undo: Undo) => void;

  constructor(written: Written, journal: (undo: Undo) => void) {
    this.#written = written;
    this.#journal = journal;
  }

  get(key: string, done: Callback<Item>): void {
    done(null, this.map.get(key));
  }

  put(key: string, item: Item, done: Callback): void {
    const before = this.map.get(key);
    this.map.set(key, item);
    this.#journal(() => (before === undefined ? this.map.delete(key) : this.map.set(key, before)));
    this.#written(key, before, item);
    done(null);
  }

  del(key: string, done: Callback): void {
    const before = this.map.get(key);
    if (before !== undefined) {
      this.map.delete(key);
      this.#journal(() => this.map.set(key, before));
      this.#written(key, before, undefined);
    }
    done(null);
  }

  /** No lock is needed: whoever holds it is done before anybody else runs. */
  lock(_key: string, run: (release: Release) => void): void {
    run((done) => done);
  }
}
