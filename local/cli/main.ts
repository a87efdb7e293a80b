import { realClock } from "../clock/real-clock.ts";
import { ProjectError } from "../engine/project.ts";
import { consoleLog } from "../log.ts";
import { type Runtime, StartFailed, type StartOptions, start } from "../runtime.ts";
import { type CommandLine, readCommandLine } from "./options.ts";
import { createProgress } from "./progress.ts";
import { readyMessage } from "./ready-message.ts";
import { serveProviderNear } from "./serve-provider-near.ts";
import { settleSoon } from "./settle.ts";
import { untilInterrupted } from "./until-interrupted.ts";

/**
 * `npm start`: the whole system on this machine, until ctrl-C.
 *
 * @returns the process's exit code.
 */
export async function main(argv: readonly string[], compileCache: string | undefined): Promise<number> {
  const options = readCommandLine(argv, {
    name: "npm start --",
    summary: "Runs the whole system on this machine: the unmodified Pulumi program, deployed into local AWS services.",
    deploys: true,
  });
  const interrupted = untilInterrupted();
  let runtime: Runtime | undefined;
  try {
    const startOptions = startOptionsOf(options, compileCache, interrupted.signal);
    runtime = await deploy(startOptions, interrupted.signal);
    const provider = await serveProviderNear(runtime, options);
    process.stdout.write(readyMessage(runtime, provider.port));
    settleSoon();
    if (options.watch) await watchProgram(runtime, startOptions, interrupted.signal);
    await interrupted.promise;
    return 0;
  } catch (error) {
    if (interrupted.signal.aborted) return 0;
    if (!(error instanceof StartFailed || error instanceof ProjectError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    await runtime?.stop();
  }
}

function startOptionsOf(options: CommandLine, compileCache: string | undefined, signal: AbortSignal): StartOptions {
  const { port, speed, config, dataDir, outputs, logLevel } = options;
  return { port, clock: { speed }, config, dataDir, outputs, log: consoleLog(logLevel), compileCache, signal };
}

async function deploy(options: StartOptions, signal: AbortSignal): Promise<Runtime> {
  const progress = createProgress({
    isTTY: process.stdout.isTTY,
    // A terminal that does not tell its width says 0.
    columns: process.stdout.columns || 80,
    write: (text) => process.stdout.write(text),
  });
  try {
    return await start({
      ...options,
      // Whoever has pressed ctrl-C is not told that the deployment was interrupted.
      onEvent: (event) => {
        if (!signal.aborted) progress.onEvent(event);
      },
    });
  } finally {
    progress.end();
  }
}

/** Loaded for those who ask for it. */
async function watchProgram(runtime: Runtime, options: StartOptions, signal: AbortSignal): Promise<void> {
  const { watch } = await import("./watch/watch.ts");
  const write = (text: string): void => void process.stdout.write(text);
  await watch({ runtime, start: options, clock: realClock(), signal, write });
}
