import { randomUUID } from "node:crypto";
import { renameSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { isObject, type Json } from "../../json.ts";
import { EXIT, Refusal, systemCode } from "../refusal.ts";
import { userName } from "../user-name.ts";
import { createJsonFile, DamagedFile, place, readJsonFile, refused } from "./json-file.ts";
import { isAlive } from "./process-alive.ts";

/** Who works on a stack. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly user: string;
  readonly command: string;
  /** ISO 8601. */
  readonly since: string;
  /** Tells this lock from any other that ever had the same file. */
  readonly token: string;
}

/** A lock that this process has. */
export interface Lock {
  release(): void;
}

/** How often a lock that others take and release meanwhile is tried for. */
const ATTEMPTS = 3;
/** How often a lock is tried for that somebody is about to release, in milliseconds. */
const RETRY_EVERY = 10;
/** How long a lock can be empty because it is being written, in milliseconds. */
const LONGEST_WRITING = 5000;

/**
 * Takes a stack's lock, for as long as the process lives: what a process that has died left behind is cleared away.
 *
 * @throws Refusal in the words by which the Automation API knows a `ConcurrentUpdateError`.
 */
export function takeLock(file: string, command: string): Lock {
  const mine = holderOf(command);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (createJsonFile(file, mine)) return { release: () => release(file, mine) };
    const holder = readHolder(file);
    if (holder === undefined || (isUnreadable(holder) && !isStale(holder))) sleep(RETRY_EVERY);
    else if (isStale(holder)) removeExactly(file, holder);
    else throw locked(holder);
  }
  throw new Refusal("the stack is currently locked by others that come and go: try again", EXIT.error);
}

/**
 * Takes a lock that nobody holds for long, when its turn has come.
 *
 * @param patience how long somebody may hold it, in milliseconds: a lock that is older belongs to a process that has
 *   died, on whatever machine, and is cleared away.
 */
export async function waitForLock(file: string, command: string, patience: number): Promise<Lock> {
  const queue = new Queue(file, command, patience);
  for (;;) {
    const lock = queue.try();
    if (lock !== undefined) return lock;
    await pause(RETRY_EVERY);
  }
}

/**
 * Does something that takes no time and that no other process may do meanwhile, such as a change of a file.
 *
 * @param patience as with {@link waitForLock}.
 */
export function alone<T>(file: string, patience: number, work: () => T): T {
  const queue = new Queue(file, "change", patience);
  let lock = queue.try();
  while (lock === undefined) {
    sleep(RETRY_EVERY);
    lock = queue.try();
  }
  try {
    return work();
  } finally {
    lock.release();
  }
}

/** Who has the lock, if anybody does. */
export function readHolder(file: string): LockHolder | undefined {
  let json: Json | undefined;
  try {
    json = readJsonFile(file);
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw error;
    return unreadable(file);
  }
  if (json === undefined) return undefined;
  if (!isObject(json)) return unreadable(file);
  return {
    pid: Number(json["pid"]),
    host: String(json["host"]),
    user: String(json["user"]),
    command: String(json["command"]),
    since: String(json["since"]),
    token: String(json["token"]),
  };
}

/** Of a lock that is being written, or of one that a crash has left without what was in it. */
const UNREADABLE = "unreadable";

function unreadable(file: string): LockHolder | undefined {
  try {
    const { mtime } = statSync(file);
    const since = mtime.toISOString();
    return { pid: 0, host: "", user: "", command: UNREADABLE, since, token: `${UNREADABLE} ${mtime.getTime()}` };
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw refused("read", file, error);
  }
}

function isUnreadable({ token }: LockHolder): boolean {
  return token.startsWith(UNREADABLE);
}

/** One that waits for a lock, and watches who has it. */
class Queue {
  readonly #file: string;
  readonly #mine: LockHolder;
  readonly #patience: number;
  #watched: { readonly token: string; readonly since: number } | undefined;

  constructor(file: string, command: string, patience: number) {
    this.#file = file;
    this.#mine = holderOf(command);
    this.#patience = patience;
  }

  /** @returns undefined while somebody else has it. */
  try(): Lock | undefined {
    if (createJsonFile(this.#file, this.#mine)) return { release: () => release(this.#file, this.#mine) };
    const holder = readHolder(this.#file);
    if (holder === undefined) return undefined;
    if (this.#watched?.token !== holder.token) this.#watched = { token: holder.token, since: performance.now() };
    const isOverdue = performance.now() - this.#watched.since > this.#patience;
    if (isOverdue || isStale(holder)) removeExactly(this.#file, holder);
    return undefined;
  }
}

function holderOf(command: string): LockHolder {
  return {
    pid: process.pid,
    host: hostname(),
    user: userName(),
    command,
    since: new Date().toISOString(),
    token: randomUUID(),
  };
}

/** Whether the process that took a lock of this machine has ended without releasing it, or without even having written it. */
function isStale(holder: LockHolder): boolean {
  if (isUnreadable(holder)) return Date.now() - Date.parse(holder.since) > LONGEST_WRITING;
  return holder.host === hostname() && !isAlive(holder.pid);
}

function release(file: string, mine: LockHolder): void {
  if (readHolder(file)?.token === mine.token) rmSync(file, { force: true });
}

/** Two may find the same lock that is to go; only the one that moves that very lock away has removed it. */
function removeExactly(file: string, holder: LockHolder): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  try {
    // Where somebody has taken it meanwhile, that lock stands.
    if (readHolder(aside)?.token !== holder.token) place(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function locked({ pid, host, user, command, since }: LockHolder): Refusal {
  return new Refusal(
    `the stack is currently locked by 1 lock(s): "pulumi ${command}" of ${user}@${host} (process ${pid}) since ${since}; ` +
      "wait for it to end, or end it with `pulumi cancel`",
  );
}
