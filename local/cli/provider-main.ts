import { ProjectError } from "../engine/project.ts";
import { consoleLog } from "../log.ts";
import { type Runtime, StartFailed, start } from "../runtime.ts";
import { readCommandLine } from "./options.ts";
import { pulumiLine } from "./ready-message.ts";
import { serveProviderNear } from "./serve-provider-near.ts";
import { untilInterrupted } from "./until-interrupted.ts";

/**
 * `npm run provider`: the services and the provider, with nothing deployed: the real Pulumi CLI does that.
 *
 * @returns the process's exit code.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const { port, providerPort, config, speed, dataDir, logLevel } = readCommandLine(argv, {
    name: "npm run provider --",
    summary: "Serves the local AWS services and their Pulumi provider, for the real Pulumi CLI to deploy into.",
    deploys: false,
  });
  const foreign = Object.keys(config).filter((key) => !key.startsWith("aws:"));
  if (foreign.length > 0) {
    process.stderr.write(
      `${foreign.join(", ")}: the program is configured where it is deployed, with "pulumi config set KEY VALUE".\n`,
    );
    return 1;
  }
  const interrupted = untilInterrupted();
  let runtime: Runtime | undefined;
  try {
    const clock = { speed };
    runtime = await start({ port, config, dataDir, clock, log: consoleLog(logLevel), deploy: false });
    const provider = await serveProviderNear(runtime, providerPort === undefined ? { port } : { port, providerPort });
    process.stdout.write(`AWS endpoint: ${runtime.url}\n${pulumiLine(provider.port)}\n`);
    await interrupted.promise;
    return 0;
  } catch (error) {
    if (!(error instanceof StartFailed || error instanceof ProjectError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    await runtime?.stop();
  }
}
