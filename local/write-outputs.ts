import { writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { makeFolderWithParents } from "./make-folder.ts";

/**
 * Writes a stack's outputs as JSON, as `pulumi stack output --json` prints them.
 *
 * @throws NodeJS.ErrnoException when the file or its folder cannot be written.
 */
export function writeOutputs(file: string, outputs: Readonly<Record<string, unknown>>): void {
  makeFolderWithParents(dirname(resolve(file)));
  writeFileSync(file, `${JSON.stringify(outputs, null, 2)}\n`);
}
