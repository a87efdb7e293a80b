import { randomUUID } from "node:crypto";
import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Json } from "../../json.ts";
import { makeFolderWithParents } from "../../make-folder.ts";
import { systemReason } from "../../system-reason.ts";
import { EXIT, Refusal, systemCode } from "../refusal.ts";

/** State is its owner's alone: it can hold what the program keeps secret. */
const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;

/** A file of the state that is not what was written. */
export class DamagedFile extends Refusal {}

/**
 * Reads a JSON file.
 *
 * @returns undefined when there is none.
 * @throws DamagedFile when it is no JSON, Refusal when it may not be read.
 */
export function readJsonFile(file: string): Json | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw refused("read", file, error);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DamagedFile(`${file} is damaged: it is not JSON; restore it or remove it`, EXIT.error, { cause: error });
  }
}

/**
 * Writes a JSON file so that whoever reads it, at whatever moment and after whatever crash, sees the old or the new one.
 *
 * @throws Refusal when it may not be written.
 */
export function writeJsonFile(file: string, value: unknown): void {
  const partial = draftOf(file);
  try {
    makeFolder(dirname(file));
    writeFileSync(partial, `${JSON.stringify(value, null, 2)}\n`, { mode: OWNER_ONLY_FILE });
    renameSync(partial, file);
  } catch (error) {
    removeDraft(partial);
    throw refused("write", file, error);
  }
}

/**
 * Writes a JSON file that is not there yet. Of several who try at once, one does; nobody ever reads half of it.
 *
 * @returns whether it was written: false when there is one.
 * @throws Refusal when it may not be written.
 */
export function createJsonFile(file: string, value: unknown): boolean {
  const draft = draftOf(file);
  try {
    makeFolder(dirname(file));
    writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: OWNER_ONLY_FILE });
    return place(draft, file);
  } catch (error) {
    throw refused("write", file, error);
  } finally {
    removeDraft(draft);
  }
}

/** What a file system answers that has no hard links, as FAT and some of networks and virtual machines (link(2)). */
const NO_LINKS: ReadonlySet<string | undefined> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/**
 * Gives a written file a name that nobody else has taken. The file may keep the name that it had as well.
 *
 * @returns whether it has the name: false when there is such a file.
 */
export function place(written: string, file: string): boolean {
  try {
    linkSync(written, file);
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    if (!NO_LINKS.has(systemCode(error))) throw error;
  }
  // The name is taken first, which one alone can do; until the file follows, a moment later, it is empty.
  try {
    closeSync(openSync(file, "wx", OWNER_ONLY_FILE));
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  }
  renameSync(written, file);
  return true;
}

/** Where a file is written before it takes its place: nobody else writes there. */
function draftOf(file: string): string {
  return `${file}.${randomUUID()}.partial`;
}

/** @throws Refusal when it may not be made. */
export function makeFolder(folder: string): void {
  try {
    makeFolderWithParents(folder, OWNER_ONLY_FOLDER);
  } catch (error) {
    throw refused("make", folder, error);
  }
}

/** Clears away what was written on the way to a file; where it could not be written, there is nothing to clear. */
function removeDraft(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
  }
}

/** How much of a path is said. */
const LONGEST_PATH = 300;

/** The sentence for a file that this user or this disk does not allow. */
export function refused(what: string, whole: string, error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const path = whole.length > LONGEST_PATH ? `${whole.slice(0, LONGEST_PATH)}…` : whole;
  switch (systemCode(error)) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new Refusal(
        `this user may not ${what} ${path}: change its permissions, or choose another state folder (--state, or PULUMI_BACKEND_URL=file://FOLDER)`,
        EXIT.forbidden,
        { cause: error },
      );
    case "ENOTDIR":
    case "EEXIST":
      return new Refusal(`${path} cannot be made, because a part of the path is a file`, EXIT.error, { cause: error });
    default:
      return new Refusal(`cannot ${what} ${path}: ${systemReason(error)}`, EXIT.error, { cause: error });
  }
}
