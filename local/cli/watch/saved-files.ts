import { basename, dirname, relative, resolve, sep } from "node:path";
import { watch as watchFolder } from "chokidar";
import type { Clock } from "../../clock/clock.ts";
import { Batches } from "./batches.ts";

/** The files of a folder, as they are saved. */
export interface SavedFiles {
  /** The next files that were written or removed, relative to the folder; undefined once closed. */
  next(): Promise<readonly string[] | undefined>;
  close(): Promise<void>;
}

/** What is watched. */
export interface SavedFilesOptions {
  readonly directory: string;
  /** Files and folders that are written by what a save sets off, and others that are no part of the program. */
  readonly except: readonly string[];
  readonly clock: Clock;
  /** Told why files are not seen any more. */
  readonly onError: (reason: string) => void;
}

/** Folders of a project that no deployed program is made of. */
const NO_PROGRAM = new Set(["node_modules", "tests", "docs"]);
/** What editors write beside a file: vim's and Emacs' back-ups, and vim's question whether it may write there. */
const BY_EDITORS = /(~|\.swp|\.tmp|^4913|^#.*#)$/;

/** Watches a program's folder. Resolves when every save from now on is seen. */
export async function savedFiles({ directory, except, clock, onError }: SavedFilesOptions): Promise<SavedFiles> {
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
      BY_EDITORS.test(name)
    );
  };
  const batches = new Batches(clock);
  const watcher = watchFolder(directory, { ignored: (path) => isLeft(resolve(path)), ignoreInitial: true });
  for (const event of ["add", "change", "unlink"] as const) {
    watcher.on(event, (path) => batches.add(relative(directory, path).split(sep).join("/")));
  }
  watcher.on("error", (error) => onError(explain(error)));
  await new Promise<void>((ready) => watcher.once("ready", ready));
  return {
    next: () => batches.next(),
    close: async () => {
      batches.close();
      await watcher.close();
    },
  };
}

/** Linux allows a user so many watched files and no more; every editor and bundler takes of them. */
function explain(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EMFILE") {
    return "the system watches no more files: raise fs.inotify.max_user_watches and fs.inotify.max_user_instances";
  }
  return error instanceof Error ? error.message : String(error);
}
