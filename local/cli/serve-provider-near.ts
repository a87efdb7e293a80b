import type { ProviderServer } from "../provider/server.ts";
import type { Runtime } from "../runtime.ts";
import type { CommandLine } from "./options.ts";

/**
 * Serves the provider on the port that was asked for, else on the one after the endpoint's so that the line to paste
 * stays the same from run to run, else on any free one.
 *
 * @throws Error when the port that was asked for is taken.
 */
export async function serveProviderNear(
  runtime: Pick<Runtime, "serveProvider">,
  options: Pick<CommandLine, "port" | "providerPort">,
): Promise<ProviderServer> {
  if (options.providerPort !== undefined) return runtime.serveProvider(options.providerPort);
  if (options.port === 0) return runtime.serveProvider(0);
  try {
    return await runtime.serveProvider(options.port + 1);
  } catch {
    return runtime.serveProvider(0);
  }
}
