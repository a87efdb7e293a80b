import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Failure } from "./failures.ts";

/**
 * Writes a stack's outputs as JSON. Only the owner may read them: some may be secret.
 *
 * @throws Failure when the file cannot be written.
 */
export function writeOutputs(file: string, outputs: Readonly<Record<string, unknown>>): void {
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true });
    writeFileSync(file, `${JSON.stringify(outputs, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(`The outputs cannot be written to ${file}: ${reason}.`, undefined, { cause: error });
  }
}
