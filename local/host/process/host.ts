import { setTimeout as pause } from "node:timers/promises";
import type { Engine } from "../../engine/engine.ts";
import { ProjectError, readProject } from "../../engine/project.ts";
import type { Json } from "../../json.ts";
import type { Log } from "../../log.ts";
import type { ProviderServer } from "../../provider/server.ts";
import { type Runtime, StartFailed, start } from "../../runtime.ts";
import { EXIT, Refusal, systemCode } from "../refusal.ts";
import type { Endpoint, StackFolder } from "../state/stack-folder.ts";
import { startPrograms } from "./programs.ts";
import {
  type HostRequest,
  isPlanning,
  type OperationAnswer,
  type OperationRequest,
  type OutputsAnswer,
} from "./protocol.ts";

/** What a host is made for. */
export interface HostOptions {
  readonly stack: StackFolder;
  /** The folder of `Pulumi.yaml`. */
  readonly project: string;
  /** That of the host before this one: what is kept names it. */
  readonly endpoint: Endpoint | undefined;
  /** How much faster than real time waits pass. */
  readonly speed: number;
  readonly compileCache: string | undefined;
  readonly log: Log;
  /** Told once the services have one. */
  readonly onEndpoint: (endpoint: Endpoint) => void;
}

/** What a request may use while it is served. */
export interface Conversation {
  readonly signal: AbortSignal;
  write(stream: "stdout" | "stderr", text: string): void;
}

type Config = Readonly<Record<string, string>>;

/** An operation that is under way; previews may be, next to the one that changes the stack. */
interface Running {
  readonly isDry: boolean;
  readonly ended: Promise<void>;
  end(): void;
}

/** How long operations that were told to end may take to finish what is under way, in milliseconds. */
const PATIENCE = 10_000;

/** One stack's services, engine and provider, started when a request first needs them. */
export class Host {
  readonly #options: HostOptions;
  #runtime: Promise<Runtime> | undefined;
  #provider: ProviderServer | undefined;
  readonly #running = new Set<Running>();

  constructor(options: HostOptions) {
    this.#options = options;
  }

  /** @throws Refusal in words for the person. */
  async serve(request: HostRequest, conversation: Conversation): Promise<Json> {
    try {
      return await this.#serve(request, conversation);
    } catch (error) {
      if (error instanceof StartFailed || error instanceof ProjectError) {
        throw new Refusal([error.message, ...linesOf(error)].join("\n"), EXIT.usage, { cause: error });
      }
      throw error;
    }
  }

  /** Whether there is anything to live for: resources, or a CLI that deploys through the provider. */
  async isNeeded(): Promise<boolean> {
    if (this.#provider !== undefined) return true;
    const runtime = await this.#runtime?.catch(() => undefined);
    return runtime !== undefined && runtime.engine.resources().length > 0;
  }

  /** Whether the next host needs the same port, because the URLs of what is kept have it. */
  async leavesPort(): Promise<boolean> {
    const runtime = await this.#runtime?.catch(() => undefined);
    return runtime === undefined ? this.#options.endpoint !== undefined : runtime.engine.resources().length > 0;
  }

  async stop(): Promise<void> {
    await Promise.race([this.#end([...this.#running]), pause(PATIENCE, undefined, { ref: false })]);
    const runtime = await this.#runtime?.catch(() => undefined);
    await runtime?.stop();
  }

  #serve(request: HostRequest, conversation: Conversation): Promise<Json> | Json {
    switch (request.kind) {
      case "operation":
        return this.#operate(request, conversation);
      case "outputs":
        return this.#outputs();
      case "resources":
        return this.#resources();
      case "import":
        return this.#import(request.resources);
      case "rename":
        return this.#rename(request.to);
      case "serve":
        return this.#serveProvider(request.config);
      case "cancel":
        return this.#end([...this.#running].filter(({ isDry }) => !isDry));
      case "stop":
        return null;
      default: {
        const never: never = request;
        return never;
      }
    }
  }

  #operate(request: OperationRequest, { signal, write }: Conversation): Promise<Json> {
    const { stack, compileCache, log } = this.#options;
    const isDry = isPlanning(request);
    return this.#underWay(isDry, async (interruption) => {
      // The program's processes take longest to start, so they go first.
      const programs = await startPrograms(request, stack.name, compileCache);
      try {
        const { engine } = await this.#services(request.config, request.operation === "destroy");
        const { operate } = await import("./operation.ts");
        const either = AbortSignal.any([signal, interruption]);
        const work = (): Promise<OperationAnswer> =>
          operate(request, { engine, programs, stack: stack.name, signal: either, log, write });
        return await (isDry ? work() : this.#changing(engine, work));
      } finally {
        programs.kill();
      }
    });
  }

  /** Does something that may be told to end. */
  async #underWay<T>(isDry: boolean, work: (interruption: AbortSignal) => Promise<T>): Promise<T> {
    const interruption = new AbortController();
    const result = work(interruption.signal);
    const running: Running = {
      isDry,
      ended: result.then(
        () => undefined,
        () => undefined,
      ),
      end: () => interruption.abort(),
    };
    this.#running.add(running);
    try {
      return await result;
    } finally {
      this.#running.delete(running);
    }
  }

  /** @returns whether there was anything to end, once it has ended. */
  async #end(running: readonly Running[]): Promise<boolean> {
    for (const each of running) each.end();
    await Promise.all(running.map(({ ended }) => ended));
    return running.length > 0;
  }

  /** Does what changes how many resources there are; however it ends, the stack's record tells. */
  async #changing<T>(engine: Engine, work: () => Promise<T>): Promise<T> {
    const { stack } = this.#options;
    stack.unsettle();
    try {
      return await work();
    } finally {
      if (stack.exists()) stack.settle(engine.resources().length);
    }
  }

  async #outputs(): Promise<Json> {
    const { engine, url } = await this.#services({}, false);
    const { hasSecret, plain } = await import("../../provider/values.ts");
    const { shown } = await import("../report/shown.ts");
    const outputs: Record<string, OutputsAnswer[string]> = {};
    for (const [name, value] of Object.entries(engine.outputs())) {
      const bare = plain(value);
      if (bare !== undefined) outputs[name] = { value: bare as Json, masked: shown(value), secret: hasSecret(value) };
    }
    if (engine.resources().length > 0) outputs["awsEndpointUrl"] = { value: url, masked: url, secret: false };
    return outputs;
  }

  async #resources(): Promise<Json> {
    const { engine } = await this.#services({}, false);
    const { checkpointResource } = await import("./checkpoint.ts");
    return engine.resources().map(checkpointResource);
  }

  async #import(resources: readonly Json[]): Promise<Json> {
    const { project, stack } = this.#options;
    const { recordOfCheckpoint } = await import("./checkpoint.ts");
    const prefix = `urn:pulumi:${stack.name}::${readProject(project).name}::`;
    const records = resources.map((json, index) => recordOfCheckpoint(json, index, prefix));
    const { engine } = await this.#services({}, false);
    await this.#changing(engine, () => engine.adopt(records));
    return engine.resources().length;
  }

  /** The records move to where the engine of the other name looks for them; these stay until somebody takes this name again. */
  async #rename(to: string): Promise<Json> {
    const { project, stack } = this.#options;
    const { name } = readProject(project);
    const runtime = await this.#services({}, false);
    const { renamed } = await import("../../engine/state/rename.ts");
    runtime.engine.rename(to, (record) => renamed(record, name, stack.name, to));
    return runtime.engine.resources().length;
  }

  async #serveProvider(config: Config): Promise<Json> {
    const runtime = await this.#services(config, false);
    this.#provider ??= await runtime.serveProvider(0);
    return { providerPort: this.#provider.port, url: runtime.url };
  }

  /** @param anyPort whether the URLs of what is kept do not matter any more. */
  #services(config: Config, anyPort: boolean): Promise<Runtime> {
    this.#runtime ??= this.#start(config, anyPort).catch((error: unknown) => {
      this.#runtime = undefined;
      throw error;
    });
    return this.#runtime;
  }

  async #start(config: Config, anyPort: boolean): Promise<Runtime> {
    const { project, stack, endpoint, speed, compileCache, log, onEndpoint } = this.#options;
    const options = {
      program: project,
      stack: stack.name,
      // Whoever asks for the first time may know no configuration.
      config: { ...configuredIn(stack), ...config, ...(endpoint && { "aws:region": endpoint.region }) },
      clock: { speed },
      dataDir: stack.dataDirectory,
      deploy: false,
      compileCache,
      log,
    };
    const runtime = await start({ ...options, port: endpoint?.port ?? 0 }).catch((error: unknown) => {
      if (!isPortTaken(error) || endpoint === undefined) throw error;
      if (anyPort) return start({ ...options, port: 0 });
      throw new Refusal(
        `the stack's URLs have the port ${endpoint.port}, which another process has taken since: stop it, or destroy the stack`,
        EXIT.error,
        { cause: error },
      );
    });
    onEndpoint({ port: Number(new URL(runtime.url).port), region: runtime.region });
    return runtime;
  }
}

/** Whether a start failed for its port, and not for what the stack keeps. */
function isPortTaken(error: unknown): boolean {
  return error instanceof StartFailed && systemCode(error.cause) === "EADDRINUSE";
}

/** What a stack is configured with, as far as it is no secret. */
function configuredIn(stack: StackFolder): Config {
  if (!stack.exists()) return {};
  const { config } = stack.read();
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) => ("value" in value ? [[key, value.value]] : [])),
  );
}

function linesOf(error: StartFailed | ProjectError): readonly string[] {
  return error instanceof StartFailed ? error.diagnostics : [];
}
