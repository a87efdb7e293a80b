import { fileURLToPath } from "node:url";

let bundling: Promise<string> | undefined;

/**
 * The runtime of the workers as one plain script, the same for every function; made once in a process.
 *
 * A worker thread that loaded the TypeScript files itself would bring a compiler of its own along: twice the start-up
 * time and some 10 MB for every execution environment.
 *
 * @throws Error when the runtime's files cannot be read.
 */
export function workerScript(): Promise<string> {
  bundling ??= bundle();
  return bundling;
}

async function bundle(): Promise<string> {
  const { build, stop } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../runtime/worker.ts", import.meta.url))],
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
