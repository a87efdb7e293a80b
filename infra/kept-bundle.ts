import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A bundle and what it was made of. */
export interface Bundle {
  readonly text: string;
  /** Every file that went in, from the project's folder. */
  readonly inputs: readonly string[];
}

interface KeptBundle {
  readonly text: string;
  /** What the files that went in held then. */
  readonly digest: string;
  readonly inputs: readonly string[];
}

/**
 * The bundle that was made last time, if it would come out the same, else a new one: bundling the AWS SDK costs more
 * than everything else in a program.
 *
 * It would come out the same when each file that went in holds what it held and the packages are those of the lock
 * file, which decides what an import leads to.
 *
 * @param project - The project's folder; bundles are kept among its packages, which are not in version control.
 * @param recipe - What is made and how, as text that changes when the outcome could.
 */
export async function keptBundle(project: string, recipe: string, make: () => Promise<Bundle>): Promise<string> {
  const lock = await readFile(join(project, "package-lock.json"), "utf8").catch(() => undefined);
  // Without a lock file nothing says which packages an import would find.
  if (lock === undefined) return (await make()).text;
  const file = join(project, "node_modules", ".cache", "bundles", `${sha256(recipe, lock)}.json`);
  const kept = await read(file);
  if (kept !== undefined && kept.digest === digestOf(project, kept.inputs)) return kept.text;

  const { text, inputs } = await make();
  const digest = digestOf(project, inputs);
  if (digest !== undefined) await write(file, { text, digest, inputs });
  return text;
}

async function read(file: string): Promise<KeptBundle | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** A folder that cannot be written to costs the time that was to be saved, no more. */
async function write(file: string, bundle: KeptBundle): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(unfinished, JSON.stringify(bundle));
    await rename(unfinished, file);
  } catch {
    return;
  }
}

/** Undefined when a file has gone. The files are many and small: one after another is several times as fast. */
function digestOf(project: string, inputs: readonly string[]): string | undefined {
  try {
    return sha256(...inputs.map((input) => readFileSync(join(project, input))));
  } catch {
    return undefined;
  }
}

function sha256(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex");
}
