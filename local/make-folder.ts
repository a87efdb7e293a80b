import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it that are not there. Node's own `recursive` tries for ever where a parent is there and
 * takes no folders, as `/proc`.
 *
 * @param mode of the folders that are made.
 * @throws Error with the system's code when it cannot be made.
 */
export function makeFolderWithParents(folder: string, mode?: number): void {
  try {
    mkdirSync(folder, mode);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST" && statSync(folder).isDirectory()) return;
    const parent = dirname(folder);
    if (code !== "ENOENT" || existsSync(parent)) throw error;
    makeFolderWithParents(parent, mode);
    mkdirSync(folder, mode);
  }
}
