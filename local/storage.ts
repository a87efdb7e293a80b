import { closeSync, existsSync, openSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Clock, Timer } from "./clock/clock.ts";
import { realClock } from "./clock/real-clock.ts";
import type { Json } from "./json.ts";
import { type Log, SILENT } from "./log.ts";
import { makeFolderWithParents } from "./make-folder.ts";
import { systemReason } from "./system-reason.ts";

/** Where services keep what must survive a restart (`--data-dir`); in memory nothing is written at all. */
export interface Storage {
  /** The directory, or undefined when everything is in memory. */
  readonly directory: string | undefined;
  /** A named set of JSON documents. Read it once at start; afterwards only write. */
  collection(name: string): Collection;
  /** Writes what is still buffered, unless it is withheld. */
  flush(): void;
  close(): void;
}

/** A storage that may withhold what is written to it: closed before {@link keep}, it leaves everything as it was. */
export interface DataDirectory extends Storage {
  /**
   * Writes what has been withheld, all of it or nothing; from then on everything is written as it comes.
   *
   * @throws StorageError when it cannot be written.
   */
  keep(): void;
}

/** Documents by key. Writes are buffered until the end of the event loop's turn and then land in one transaction. */
export interface Collection {
  entries(): [key: string, value: Json][];
  put(key: string, value: Json): void;
  delete(key: string): void;
}

const NOTHING: Collection = { entries: () => [], put: () => undefined, delete: () => undefined };

/** Keeps nothing. */
export function memoryStorage(): DataDirectory {
  const nothing = (): void => undefined;
  return { directory: undefined, collection: () => NOTHING, flush: nothing, keep: nothing, close: nothing };
}

/** A data directory that cannot be used; the message is for the person. */
export class StorageError extends Error {
  override readonly name = "StorageError";
}

/** How long a disk that takes no writes is left alone, in milliseconds. */
const RETRY_AFTER = 1000;

/** What a data directory is opened with. */
export interface FileStorageOptions {
  readonly clock?: Clock;
  readonly log?: Log;
  /** Whether nothing is written before it is told to keep it; `entries` then knows only what was there. */
  readonly withheld?: boolean;
}

/**
 * Keeps everything in one SQLite file in `directory`, safe against `kill -9` (write-ahead log). The file is this
 * process's alone: its lock is the operating system's, which goes with the process however that ends. When the disk is
 * full, what was not written waits in memory, and the log says so.
 *
 * @throws StorageError when the directory cannot be made or written, is in use, or holds something else.
 */
export function fileStorage(directory: string, options: FileStorageOptions = {}): DataDirectory {
  return new FileStorage(directory, options);
}

class FileStorage implements DataDirectory {
  readonly directory: string;
  readonly #file: string;
  readonly #isNew: boolean;
  readonly #database: DatabaseSync;
  readonly #any: StatementSync;
  readonly #read: StatementSync;
  readonly #write: StatementSync;
  readonly #remove: StatementSync;
  readonly #clock: Clock;
  readonly #log: Log;
  #withheld: boolean;
  #pending: Write[] = [];
  #scheduled: NodeJS.Immediate | undefined;
  #failing: Timer | undefined;
  #open = true;

  constructor(directory: string, { clock = realClock(), log = SILENT, withheld = false }: FileStorageOptions) {
    this.directory = directory;
    this.#file = join(directory, "runtime.sqlite");
    this.#isNew = !existsSync(this.#file);
    this.#database = openDatabase(directory, this.#file);
    this.#any = this.#database.prepare("SELECT 1 FROM documents LIMIT 1");
    this.#read = this.#database.prepare("SELECT key, value FROM documents WHERE collection = ? ORDER BY key");
    this.#write = this.#database.prepare("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)");
    this.#remove = this.#database.prepare("DELETE FROM documents WHERE collection = ? AND key = ?");
    this.#clock = clock;
    this.#log = log;
    this.#withheld = withheld;
  }

  collection(name: string): Collection {
    return {
      entries: () => {
        this.flush();
        const rows = this.#read.all(name);
        return rows.map((row) => [String(row["key"]), parsed(String(row["value"]), this.directory)]);
      },
      put: (key, value) => this.#later(this.#write, [name, key, JSON.stringify(value)]),
      delete: (key) => this.#later(this.#remove, [name, key]),
    };
  }

  flush(): void {
    this.#scheduled = undefined;
    if (this.#withheld || this.#pending.length === 0) return;
    try {
      this.#commit();
    } catch (error) {
      this.#retry(error);
      return;
    }
    if (this.#failing !== undefined)
      this.#log.info(`The data directory ${this.directory} can be written again, and nothing is missing.`);
    this.#failing?.cancel();
    this.#failing = undefined;
  }

  keep(): void {
    if (!this.#withheld) return;
    this.#pending = lastOfEach(this.#pending);
    try {
      this.#commit();
    } catch (error) {
      const message = `The data directory ${this.directory} cannot be written (${textOf(error)}) and is as it was.`;
      throw new StorageError(message, { cause: error });
    }
    this.#withheld = false;
  }

  close(): void {
    if (this.#scheduled !== undefined) clearImmediate(this.#scheduled);
    this.#open = false;
    this.flush();
    this.#failing?.cancel();
    // Removed while its lock is held, so that it is nobody else's yet.
    if (this.#withheld && this.#isNew && this.#any.get() === undefined) {
      for (const end of FILES) rmSync(this.#file + end, { force: true });
    }
    this.#database.close();
  }

  /** Writes what is pending in one transaction; it stays pending when that cannot be done. */
  #commit(): void {
    try {
      this.#database.exec("BEGIN");
      for (const [statement, values] of this.#pending) statement.run(...values);
      this.#database.exec("COMMIT");
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
    this.#pending = [];
  }

  #retry(error: unknown): void {
    if (sqliteCode(error) === undefined) throw error;
    this.#pending = lastOfEach(this.#pending);
    if (this.#failing === undefined) this.#log.error(unwritable(this.directory, error));
    if (this.#open) this.#failing = this.#clock.after(RETRY_AFTER, () => this.flush(), "deadline");
  }

  #later(statement: StatementSync, values: string[]): void {
    // What is still on its way when the runtime stops is as lost as after a kill, and the next start mends both.
    if (!this.#open) return;
    this.#pending.push([statement, values]);
    if (!this.#withheld && this.#failing === undefined) this.#scheduled ??= setImmediate(() => this.flush());
  }
}

/** The ends of the names of SQLite's files: the database, its write-ahead log and that one's index. */
const FILES = ["", "-wal", "-shm"];

/** A statement and what it is run with: collection and key first. */
type Write = readonly [StatementSync, readonly string[]];

/** A document that is written again and again before it can be written waits once. */
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

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function unwritable(directory: string, error: unknown): string {
  return (
    `The data directory ${directory} cannot be written (${textOf(error)}): ` +
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

function openDatabase(directory: string, file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    makeFolderWithParents(resolve(directory), OWNER_ONLY_FOLDER);
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

/** What a system answers that is to make a folder where there is a file. */
const FILE_IN_THE_WAY: ReadonlySet<unknown> = new Set(["EEXIST", "ENOTDIR"]);
/** How much of a path is said. */
const LONGEST_PATH = 300;

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
  const reason =
    "code" in error && FILE_IN_THE_WAY.has(error.code) ? "a part of its path is a file" : systemReason(error);
  const path = directory.length > LONGEST_PATH ? `${directory.slice(0, LONGEST_PATH)}…` : directory;
  return new StorageError(`The data directory ${path} cannot be used: ${reason}.`, { cause: error });
}

/** What a directory holds that a service of this version stumbled over: another version wrote it, or somebody's hand. */
export function unreadable(directory: string, cause: unknown): StorageError {
  const message = `The data directory ${directory} holds what this version cannot read (${textOf(cause)}): remove it to begin anew, or choose another with --data-dir.`;
  return new StorageError(message, { cause });
}

function damaged(directory: string, cause?: unknown): StorageError {
  const message = `The data directory ${directory} is damaged: remove it to begin anew, or choose another with --data-dir.`;
  return new StorageError(message, { cause });
}
