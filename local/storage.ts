import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Clock, Timer } from "./clock/clock.ts";
import { realClock } from "./clock/real-clock.ts";
import type { Json } from "./json.ts";
import { type Log, SILENT } from "./log.ts";

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

/** How long a disk that takes no writes is left alone, in milliseconds. */
const RETRY_AFTER = 1000;

/**
 * Keeps everything in one SQLite file in `directory`, safe against `kill -9` (write-ahead log). The file is this
 * process's alone: its lock is the operating system's, which goes with the process however that ends. When the disk is
 * full, what was not written waits in memory, and the log says so.
 *
 * @throws StorageError when the directory cannot be made or written, is in use, or holds something else.
 */
export function fileStorage(
  directory: string,
  { clock = realClock(), log = SILENT }: { readonly clock?: Clock; readonly log?: Log } = {},
): Storage {
  const database = openDatabase(directory);
  const read = database.prepare("SELECT key, value FROM documents WHERE collection = ? ORDER BY key");
  const write = database.prepare("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)");
  const remove = database.prepare("DELETE FROM documents WHERE collection = ? AND key = ?");

  let pending: Write[] = [];
  let scheduled: NodeJS.Immediate | undefined;
  let failing: Timer | undefined;
  let open = true;
  const flush = (): void => {
    scheduled = undefined;
    if (pending.length === 0) return;
    const batch = pending;
    pending = [];
    try {
      database.exec("BEGIN");
      for (const [statement, values] of batch) statement.run(...values);
      database.exec("COMMIT");
    } catch (error) {
      pending = [...batch, ...pending];
      retry(error);
      return;
    }
    if (failing !== undefined)
      log.info(`The data directory ${directory} can be written again, and nothing is missing.`);
    failing?.cancel();
    failing = undefined;
  };
  const retry = (error: unknown): void => {
    if (sqliteCode(error) === undefined) throw error;
    if (database.isTransaction) database.exec("ROLLBACK");
    pending = lastOfEach(pending);
    if (failing === undefined) log.error(unwritable(directory, error));
    if (open) failing = clock.after(RETRY_AFTER, flush, "deadline");
  };
  const later = (statement: StatementSync, values: string[]): void => {
    // What is still on its way when the runtime stops is as lost as after a kill, and the next start mends both.
    if (!open) return;
    pending.push([statement, values]);
    if (failing === undefined) scheduled ??= setImmediate(flush);
  };

  return {
    directory,
    collection: (name) => ({
      entries: () => {
        flush();
        return read.all(name).map((row) => [String(row["key"]), parsed(String(row["value"]), directory)]);
      },
      put: (key, value) => later(write, [name, key, JSON.stringify(value)]),
      delete: (key) => later(remove, [name, key]),
    }),
    flush,
    close: () => {
      if (scheduled !== undefined) clearImmediate(scheduled);
      open = false;
      flush();
      failing?.cancel();
      database.close();
    },
  };
}

/** A statement and what it is run with: collection and key first. */
type Write = readonly [StatementSync, readonly string[]];

/** A document that is written again and again while the disk is full waits once. */
function lastOfEach(writes: readonly Write[]): Write[] {
  const last = new Map(writes.map((write) => [`${write[1][0]}\n${write[1][1]}`, write]));
  return [...last.values()];
}

function parsed(text: string, directory: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(directory, error);
  }
}

function unwritable(directory: string, error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return (
    `The data directory ${directory} cannot be written (${why}): ` +
    "what happens from now on is lost when the runtime ends before there is room again."
  );
}

/** Items, messages and connections' secrets are in clear there. A directory that exists already keeps its mode. */
const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS documents (
    collection TEXT, key TEXT, value TEXT, PRIMARY KEY (collection, key)
  ) WITHOUT ROWID`;

function openDatabase(directory: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(directory, { recursive: true, mode: OWNER_ONLY_FOLDER });
    const file = join(directory, "runtime.sqlite");
    // SQLite itself would follow the umask; its log gets the mode of the file (os_unix.c, findCreateFileMode).
    closeSync(openSync(file, "a", OWNER_ONLY_FILE));
    database = new DatabaseSync(file);
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

function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode & 0xff;
}

function storageError(directory: string, error: unknown): unknown {
  if (error instanceof StorageError || !(error instanceof Error)) return error;
  const code = sqliteCode(error);
  if (code === BUSY) {
    const message = `The data directory ${directory} is in use by another runtime: stop that one, or choose another with --data-dir.`;
    return new StorageError(message, { cause: error });
  }
  if (code === CORRUPT || code === NOT_A_DATABASE) return damaged(directory, error);
  return new StorageError(`The data directory ${directory} cannot be used: ${error.message}.`, { cause: error });
}

/** What a directory holds that a service of this version stumbled over: another version wrote it, or somebody's hand. */
export function unreadable(directory: string, cause: unknown): StorageError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const message = `The data directory ${directory} holds what this version cannot read (${why}): remove it to begin anew, or choose another with --data-dir.`;
  return new StorageError(message, { cause });
}

function damaged(directory: string, cause?: unknown): StorageError {
  const message = `The data directory ${directory} is damaged: remove it to begin anew, or choose another with --data-dir.`;
  return new StorageError(message, { cause });
}
