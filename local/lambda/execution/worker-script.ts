import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Everything the script is made of. */
const RUNTIME = fileURLToPath(new URL("../runtime", import.meta.url));
/** Where scripts are kept from run to run: next to the packages, by what they are made of. */
const KEPT = fileURLToPath(new URL("../../../node_modules/.cache/lambda-workers", import.meta.url));

let script: Promise<string> | undefined;

/**
 * The runtime of the workers as one plain script, the same for every function; made once, and again when it changes.
 *
 * A worker thread that loaded the TypeScript files itself would bring a compiler of its own along: twice the start-up
 * time and some 10 MB for every execution environment.
 *
 * @throws Error when the runtime's files cannot be read.
 */
export function workerScript(): Promise<string> {
  script ??= keptOrNew();
  return script;
}

async function keptOrNew(): Promise<string> {
  const kept = join(KEPT, `${digest()}.cjs`);
  try {
    return readFileSync(kept, "utf8");
  } catch {
    const made = await bundle();
    keep(kept, made);
    return made;
  }
}

function digest(): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(RUNTIME).sort()) hash.update(name).update(readFileSync(join(RUNTIME, name)));
  return hash.digest("hex");
}

/** A folder that cannot be written to costs the time that was to be saved, no more. */
function keep(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  } catch {
    return;
  }
}

async function bundle(): Promise<string> {
  const { build, stop } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [join(RUNTIME, "worker.ts")],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node24",
    logLevel: "silent",
  });
  // esbuild's process has nothing more to do here.
  await stop();
  const [file] = outputFiles;
  if (file === undefined) throw new Error("the runtime of Lambda's workers could not be bundled");
  return file.text;
}
