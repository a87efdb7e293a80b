import type { ProviderServer } from "../provider/server.ts";
import { type Runtime, StartFailed } from "../runtime.ts";
import type { CommandLine } from "./options.ts";

/**
 * Serves the provider on the port that was asked for, else on the one after the endpoint's so that the line to paste
 * stays the same from run to run, else on any free one.
 *
 * @throws StartFailed when the port that was asked for cannot be had.
 */
export async function serveProviderNear(
  runtime: Pick<Runtime, "serveProvider">,
  options: Pick<CommandLine, "port" | "providerPort">,
): Promise<ProviderServer> {
  const { providerPort } = options;
  if (providerPort !== undefined) {
    return runtime.serveProvider(providerPort).catch((cause: unknown) => {
      const mend = "stop what listens there, or choose another with --provider-port (0 takes any free one)";
      throw new StartFailed(`Port ${providerPort} cannot be had for the provider: ${mend}.`, [], { cause });
    });
  }
  if (options.port === 0) return runtime.serveProvider(0);
  try {
    return await runtime.serveProvider(options.port + 1);
  } catch {
    return runtime.serveProvider(0);
  }
}
