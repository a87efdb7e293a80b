import { type Stats, statSync } from "node:fs";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { watch as watchFolder } from "chokidar";
import type { Clock } from "../../clock/clock.ts";
import { Batches } from "./batches.ts";

/** The files of a folder, as they are saved. */
export interface SavedFiles {
  /** The next files that were written or removed, relative to the folder; undefined once closed. */
  next(): Promise<readonly string[] | undefined>;
  /** Resolves when there are some that nobody has asked for. */
  waiting(): Promise<void>;
  close(): Promise<void>;
}

/** What tells a file from another, whatever it is called. */
type FileIdentity = Pick<Stats, "dev" | "ino">;

/** What is watched. */
export interface SavedFilesOptions {
  readonly directory: string;
  /** Files and folders that are written by what a save sets off, and others that are no part of the program. */
  readonly except: readonly string[];
  /** Files that what is printed goes to, whatever they are called. */
  readonly printedTo?: readonly FileIdentity[];
  readonly clock: Clock;
  /** Told why files are not seen any more. */
  readonly onError: (reason: string) => void;
}

/** Folders of a project that no deployed program is made of. */
const NO_PROGRAM = new Set(["node_modules", "tests", "docs"]);
/**
 * What editors write beside a file: back-ups of vim, Emacs and JetBrains' IDEs, and vim's question whether it may write there. And
 * logs: what is printed of a save and piped into one would be the next save.
 */
const BY_OTHERS = /(~|\.swp|\.tmp|\.log|___jb_(tmp|old)___|^4913|^#.*#)$/;

/** Watches a program's folder. Resolves when every save from now on is seen. */
export async function savedFiles(options: SavedFilesOptions): Promise<SavedFiles> {
  const { directory, except, printedTo = [], clock, onError } = options;
  const left = new Set(except.map((path) => resolve(path)));
  const isLeft = (path: string): boolean => {
    if (path === directory) return false;
    const name = basename(path);
    const isTopLevel = dirname(path) === directory;
    return (
      left.has(path) ||
      name.startsWith(".") ||
      name === "node_modules" ||
      (isTopLevel && NO_PROGRAM.has(name)) ||
      BY_OTHERS.test(name)
    );
  };
  const batches = new Batches(clock);
  // A batch takes a file that goes and comes back for one save anyway: `atomic` would tell what has gone after its batch.
  const watching = { ignoreInitial: true, atomic: false };
  const watcher = watchFolder(directory, { ignored: (path) => isLeft(resolve(path)), ...watching });
  for (const event of ["add", "change", "unlink"] as const) {
    watcher.on(event, (path) => {
      if (!isOneOf(printedTo, path)) batches.add(relative(directory, path).split(sep).join("/"));
    });
  }
  watcher.on("error", (error) => onError(explain(error)));
  await new Promise<void>((ready) => watcher.once("ready", ready));
  return {
    next: () => batches.next(),
    waiting: () => batches.waiting(),
    close: async () => {
      batches.close();
      await watcher.close();
    },
  };
}

function isOneOf(files: readonly FileIdentity[], path: string): boolean {
  if (files.length === 0) return false;
  const file = statSync(path, { throwIfNoEntry: false });
  return files.some(({ dev, ino }) => file?.dev === dev && file.ino === ino);
}

/** Linux allows a user so many watched files and no more; every editor and bundler takes of them. */
function explain(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EMFILE") {
    return "the system watches no more files: raise fs.inotify.max_user_watches and fs.inotify.max_user_instances";
  }
  return error instanceof Error ? error.message : String(error);
}
