import { logVerbosity, Server, ServerCredentials, setLogVerbosity } from "@grpc/grpc-js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type { Provider } from "./provider.ts";
import { providerService } from "./service.ts";

/** A provider that the real Pulumi CLI can attach to. */
export interface ProviderServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** How the provider is served. */
export interface ProviderServerOptions {
  readonly provider: Provider;
  /** 0 takes any free one. */
  readonly port: number;
  /** The folder that relative asset paths start from: the program's. */
  readonly assetsFrom: string;
}

/** The largest message of the protocol in bytes, as the CLI has it: function bundles travel inside messages. */
export const LARGEST_MESSAGE = 400 * 1024 * 1024;

/**
 * Serves the provider on the loopback address.
 *
 * @throws Error when the port is taken.
 */
export async function serveProvider(options: ProviderServerOptions): Promise<ProviderServer> {
  // The library prints a port that is taken, besides reporting it.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server({ "grpc.max_receive_message_length": LARGEST_MESSAGE });
  server.addService(providerGrpc.ResourceProviderService, providerService(options.provider, options.assetsFrom));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${options.port}`, ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    port,
    stop: async () => {
      server.forceShutdown();
    },
  };
}
