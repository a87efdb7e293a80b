import { randomUUID } from "node:crypto";
import { linkSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { isObject } from "../../json.ts";
import { EXIT, Refusal, systemCode } from "../refusal.ts";
import { userName } from "../user-name.ts";
import { makeFolder, readJsonFile, refused, removeDraft } from "./json-file.ts";
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

/**
 * Takes a stack's lock, for as long as the process lives: what a process that has died left behind is cleared away.
 *
 * @throws Refusal in the words by which the Automation API knows a `ConcurrentUpdateError`.
 */
export function takeLock(file: string, command: string): Lock {
  const mine: LockHolder = {
    pid: process.pid,
    host: hostname(),
    user: userName(),
    command,
    since: new Date().toISOString(),
    token: randomUUID(),
  };
  makeFolder(dirname(file));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (create(file, mine)) return { release: () => release(file, mine) };
    const holder = readHolder(file);
    if (holder === undefined) continue;
    if (!isStale(holder)) throw locked(holder);
    removeStale(file, holder);
  }
  throw new Refusal("the stack is currently locked by others that come and go: try again", EXIT.error);
}

/** Who has the lock, if anybody does. */
export function readHolder(file: string): LockHolder | undefined {
  const json = readJsonFile(file);
  if (!isObject(json)) return undefined;
  return {
    pid: Number(json["pid"]),
    host: String(json["host"]),
    user: String(json["user"]),
    command: String(json["command"]),
    since: String(json["since"]),
    token: String(json["token"]),
  };
}

/** Whether the process that took a lock of this machine has ended without releasing it. */
export function isStale(holder: LockHolder): boolean {
  return holder.host === hostname() && !isAlive(holder.pid);
}

function create(file: string, mine: LockHolder): boolean {
  // Linked into place with its content, so that nobody ever reads half a lock.
  const draft = `${file}.${mine.token}`;
  try {
    writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw refused("write", file, error);
  } finally {
    removeDraft(draft);
  }
}

function release(file: string, mine: LockHolder): void {
  if (readHolder(file)?.token === mine.token) rmSync(file, { force: true });
}

/** Two may find the same stale lock; only the one that moves that very lock away has removed it. */
function removeStale(file: string, stale: LockHolder): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  try {
    if (readHolder(aside)?.token !== stale.token) linkSync(aside, file);
  } catch {
    // Somebody has taken it meanwhile; that lock stands.
  } finally {
    unlinkSync(aside);
  }
}

function locked({ pid, host, user, command, since }: LockHolder): Refusal {
  return new Refusal(
    `the stack is currently locked by 1 lock(s): "pulumi ${command}" of ${user}@${host} (process ${pid}) since ${since}; ` +
      "wait for it to end, or end it with `pulumi cancel`",
  );
}
