import { ProjectError } from "../engine/project.ts";
import { consoleLog } from "../log.ts";
import { type Runtime, StartFailed, start } from "../runtime.ts";
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
    runtime = await deploy(options, compileCache, interrupted.signal);
    const provider = await serveProviderNear(runtime, options);
    process.stdout.write(readyMessage(runtime, provider.port));
    settleSoon();
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

async function deploy(options: CommandLine, compileCache: string | undefined, signal: AbortSignal): Promise<Runtime> {
  const progress = createProgress({
    isTTY: process.stdout.isTTY,
    // A terminal that does not tell its width says 0.
    columns: process.stdout.columns || 80,
    write: (text) => process.stdout.write(text),
  });
  try {
    return await start({
      port: options.port,
      clock: { speed: options.speed },
      config: options.config,
      dataDir: options.dataDir,
      outputs: options.outputs,
      log: consoleLog(options.logLevel),
      // Whoever has pressed ctrl-C is not told that the deployment was interrupted.
      onEvent: (event) => {
        if (!signal.aborted) progress.onEvent(event);
      },
      compileCache,
      signal,
    });
  } finally {
    progress.end();
  }
}
