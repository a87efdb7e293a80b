import { accessSync, constants, existsSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { makeFolder } from "../local/host/state/json-file.ts";
import { Failure } from "./failures.ts";

/**
 * Makes sure that outputs can be written, before minutes are spent on a deployment that has them.
 *
 * @throws Failure when the file cannot be written.
 */
export function checkOutputs(file: string): void {
  refusing(file, () => {
    makeFolder(dirname(resolve(file)));
    accessSync(existsSync(file) ? file : dirname(resolve(file)), constants.W_OK);
  });
}

/**
 * Writes a stack's outputs as JSON. Only the owner may read them: some may be secret.
 *
 * @throws Failure when the file cannot be written.
 */
export function writeOutputs(file: string, outputs: Readonly<Record<string, unknown>>): void {
  refusing(file, () => {
    makeFolder(dirname(resolve(file)));
    writeFileSync(file, `${JSON.stringify(outputs, null, 2)}\n`, { mode: 0o600 });
  });
}

function refusing(file: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(`The outputs cannot be written to ${file}: ${reason}.`, undefined, { cause: error });
  }
}
