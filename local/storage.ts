import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Json } from "./json.ts";

/** Where services keep what must survive a restart (`--data-dir`); in memory nothing is written at all. */
export interface Storage {
  /** The directory, or undefined when everything is in memory. */
  readonly directory: string | undefined;
  /** A named set of JSON documents. Read it once at start; afterwards only write. */
  collection(name: string): Collection;
  /** Writes what is still buffered. */
  flush(): void;
  close(): void;
}

/** Documents by key. Writes are buffered until the end of the event loop's turn and then land in one transaction. */
export interface Collection {
  entries(): [key: string, value: Json][];
  put(key: string, value: Json): void;
  delete(key: string): void;
}

const NOTHING: Collection = { entries: () => [], put: () => undefined, delete: () => undefined };

/** Keeps nothing. */
export function memoryStorage(): Storage {
  return { directory: undefined, collection: () => NOTHING, flush: () => undefined, close: () => undefined };
}

/**
 * Keeps everything in one SQLite file in `directory`, safe against `kill -9` (write-ahead log).
 *
 * @throws Error when the directory cannot be made or written.
 */
export function fileStorage(directory: string): Storage {
  mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(join(directory, "runtime.sqlite"));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
  database.exec(
    "CREATE TABLE IF NOT EXISTS documents (collection TEXT, key TEXT, value TEXT, PRIMARY KEY (collection, key)) WITHOUT ROWID",
  );
  const read = database.prepare("SELECT key, value FROM documents WHERE collection = ? ORDER BY key");
  const write = database.prepare("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)");
  const remove = database.prepare("DELETE FROM documents WHERE collection = ? AND key = ?");

  let pending: [StatementSync, string[]][] = [];
  let scheduled: NodeJS.Immediate | undefined;
  const flush = (): void => {
    scheduled = undefined;
    if (pending.length === 0) return;
    const batch = pending;
    pending = [];
    database.exec("BEGIN");
    for (const [statement, values] of batch) statement.run(...values);
    database.exec("COMMIT");
  };
  const later = (statement: StatementSync, values: string[]): void => {
    pending.push([statement, values]);
    scheduled ??= setImmediate(flush);
  };

  return {
    directory,
    collection: (name) => ({
      entries: () => {
        flush();
        return read.all(name).map((row) => [String(row["key"]), JSON.parse(String(row["value"])) as Json]);
      },
      put: (key, value) => later(write, [name, key, JSON.stringify(value)]),
      delete: (key) => later(remove, [name, key]),
    }),
    flush,
    close: () => {
      if (scheduled !== undefined) clearImmediate(scheduled);
      flush();
      database.close();
    },
  };
}
