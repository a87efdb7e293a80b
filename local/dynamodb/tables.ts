import type { Json } from "../json.ts";
import type { Collection } from "../storage.ts";
import { tableNotFound } from "./errors.ts";
import type { Table } from "./table.ts";

/** The tables by name, kept in the data directory when there is one. */
export class Tables {
  readonly #tables = new Map<string, Table>();
  readonly #kept: Collection;

  constructor(kept: Collection) {
    this.#kept = kept;
    for (const [name, table] of kept.entries()) this.#tables.set(name, table as unknown as Table);
  }

  find(name: string): Table | undefined {
    return this.#tables.get(name);
  }

  /** @throws AwsError `ResourceNotFoundException` as the operations on tables word it. */
  get(name: string): Table {
    const table = this.#tables.get(name);
    if (table === undefined) throw tableNotFound(name);
    return table;
  }

  /** In order of their names, as ListTables gives them. */
  names(): string[] {
    return [...this.#tables.keys()].sort();
  }

  all(): Iterable<Table> {
    return this.#tables.values();
  }

  /** Adds a table, or keeps what has changed of it. */
  save(table: Table): void {
    const name = table.description.TableName;
    this.#tables.set(name, table);
    this.#kept.put(name, table as unknown as Json);
  }

  delete(name: string): void {
    this.#tables.delete(name);
    this.#kept.delete(name);
  }
}
