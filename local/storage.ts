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

/** A data directory that cannot be used; the message is for the person. */
export class StorageError extends Error {
  override readonly name = "StorageError";
}

/**
 * Keeps everything in one SQLite file in `directory`, safe against `kill -9` (write-ahead log). The file is this
 * process's alone: its lock is the operating system's, which goes with the process however that ends.
 *
 * @throws StorageError when the directory cannot be made or written, is in use, or holds something else.
 */
export function fileStorage(directory: string): Storage {
  const database = openDatabase(directory);
  const read = database.prepare("SELECT key, value FROM documents WHERE collection = ? ORDER BY key");
  const write = database.prepare("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)");
  const remove = database.prepare("DELETE FROM documents WHERE collection = ? AND key = ?");

  let pending: [StatementSync, string[]][] = [];
  let scheduled: NodeJS.Immediate | undefined;
  let open = true;
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
    // What is still on its way when the runtime stops is as lost as after a kill, and the next start mends both.
    if (!open) return;
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
      open = false;
      database.close();
    },
  };
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS documents (
    collection TEXT, key TEXT, value TEXT, PRIMARY KEY (collection, key)
  ) WITHOUT ROWID`;

function openDatabase(directory: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(directory, { recursive: true });
    database = new DatabaseSync(join(directory, "runtime.sqlite"));
    // Exclusive before the first access, and a write, so that the lock is held from here on.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    database.exec(`BEGIN IMMEDIATE; ${SCHEMA}; COMMIT;`);
    const [check] = database.prepare("PRAGMA quick_check(1)").all();
    if (check?.["quick_check"] !== "ok") throw damaged(directory);
    return database;
  } catch (error) {
    database?.close();
    throw storageError(directory, error);
  }
}

/** Result codes of SQLite (https://sqlite.org/rescode.html), without their extensions. */
const BUSY = 5;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

function storageError(directory: string, error: unknown): unknown {
  if (error instanceof StorageError || !(error instanceof Error)) return error;
  const code = "errcode" in error && typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
  if (code === BUSY) {
    const message = `The data directory ${directory} is in use by another runtime: stop that one, or choose another with --data-dir.`;
    return new StorageError(message, { cause: error });
  }
  if (code === CORRUPT || code === NOT_A_DATABASE) return damaged(directory, error);
  return new StorageError(`The data directory ${directory} cannot be used: ${error.message}.`, { cause: error });
}

function damaged(directory: string, cause?: Error): StorageError {
  const message = `The data directory ${directory} is damaged: remove it to begin anew, or choose another with --data-dir.`;
  return new StorageError(message, { cause });
}
