import type { Scope } from "./aws/caller.ts";
import { createRouter } from "./aws/router.ts";
import type { Clock } from "./clock/clock.ts";
import { createEndpoint } from "./endpoint/endpoint.ts";
import type { Configuration } from "./engine/configuration.ts";
import { createEngine, type Engine } from "./engine/engine.ts";
import type { Project } from "./engine/project.ts";
import { randomIds } from "./ids.ts";
import type { Log } from "./log.ts";
import { giveLoggingRole } from "./logging-role.ts";
import type { Environment, Module } from "./module.ts";
import { createModules } from "./modules.ts";
import { INVOKES } from "./provider/invokes/all.ts";
import { createProvider } from "./provider/provider.ts";
import { createRegistry } from "./provider/registry.ts";
import { type ProviderServer, serveProvider } from "./provider/server.ts";
import { fileStorage, memoryStorage, StorageError, unreadable } from "./storage.ts";

/** What the system is made with. */
export interface SystemOptions {
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly scope: Scope;
  readonly dataDir: string | undefined;
  readonly project: Project;
  readonly stack: string;
  readonly configuration: Configuration;
  readonly compileCache: string | undefined;
  /** Whether the data directory stays as it was until it is told to keep what is made. */
  readonly withheld: boolean;
}

/** The services, the endpoint they are reached by, and the engine that makes things in them. */
export interface System {
  readonly url: string;
  readonly engine: Engine;
  /**
   * Keeps what has been made, and writes everything as it comes from then on.
   *
   * @throws StorageError when it cannot be written: the data directory is as it was then.
   */
  keep(): void;
  /**
   * Keeps what has been made, goes on with what the data directory kept, and takes requests. Until then the services are
   * there for the engine alone and nothing happens of itself, so that a start that is thrown away has had no effects.
   *
   * @throws StorageError when the data directory cannot be used.
   */
  begin(): Promise<void>;
  /** Serves the provider to the real Pulumi CLI, on `port` or any free one. */
  serveProvider(port: number): Promise<ProviderServer>;
  stop(): Promise<void>;
}

/**
 * Makes everything that runs in this process. Loading this file loads every service, which is why it is imported only
 * when the program is under way.
 *
 * @throws NodeJS.ErrnoException `EADDRINUSE` when the port is taken, StorageError for a data directory that cannot be
 * used; nothing runs then.
 */
export async function createSystem(options: SystemOptions): Promise<System> {
  const storage = options.dataDir === undefined ? memoryStorage() : fileStorage(options.dataDir, options);
  const ids = randomIds();
  const router = createRouter({ ...options, ids });
  const endpoint = createEndpoint({ ...options, aws: router, ids });
  let modules: readonly Module[] = [];
  const stop = async (): Promise<void> => {
    // The port is closed when the last WebSocket is, which the modules end.
    const closed = endpoint.close();
    await stopAll(modules);
    await closed;
    storage.close();
  };
  try {
    const endpointUrl = `http://localhost:${await endpoint.listen(options.port)}`;
    const { clock, log, scope } = options;
    const environment: Environment = { clock, ids, log, scope, storage, aws: router, endpointUrl };
    modules = await revive(options.dataDir, () => createModules(environment, router));
    await revive(options.dataDir, () => giveLoggingRole(environment));
    const keep = (): void => storage.keep();
    const begin = async (): Promise<void> => {
      keep();
      for (const module of modules) await revive(options.dataDir, () => module.resume?.());
      endpoint.serve(modules);
      for (const module of modules) await revive(options.dataDir, () => module.clean?.());
    };
    return await revive(options.dataDir, () => assemble(options, environment, modules, { keep, begin, stop }));
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Does what reads the data directory, which may hold anything. */
async function revive<Result>(directory: string | undefined, read: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw directory === undefined || error instanceof StorageError ? error : unreadable(directory, error);
  }
}

/** The provider and the engine on top of services that run. */
function assemble(
  options: SystemOptions,
  environment: Environment,
  modules: readonly Module[],
  life: Pick<System, "keep" | "begin" | "stop">,
): System {
  const provider = createProvider(createRegistry(modules, INVOKES), environment);
  const { project, stack, configuration, compileCache } = options;
  const engine = createEngine({ environment, provider, project, stack, configuration, compileCache });
  const servers: ProviderServer[] = [];
  return {
    ...life,
    url: environment.endpointUrl,
    engine,
    serveProvider: async (port) => {
      const server = await serveProvider({ provider, port, assetsFrom: project.directory });
      servers.push(server);
      return server;
    },
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop()));
      await life.stop();
    },
  };
}

/** Parts may use those made before them to the last. */
async function stopAll(modules: readonly Module[]): Promise<void> {
  for (const module of [...modules].reverse()) await module.stop?.();
}
