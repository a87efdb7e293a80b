import { configurationOf } from "../../engine/configuration.ts";
import type { Engine } from "../../engine/engine.ts";
import type { EngineEvent } from "../../engine/events.ts";
import type { BindingPlan, RecordedPlan } from "../../engine/plan.ts";
import { type Program, type ProgramOptions, startProgram } from "../../engine/program.ts";
import { ProjectError, readProject } from "../../engine/project.ts";
import type { SelectionOptions } from "../../engine/selection.ts";
import { isObject, type Json } from "../../json.ts";
import type { Log } from "../../log.ts";
import type { ProviderServer } from "../../provider/server.ts";
import { type Runtime, StartFailed, start } from "../../runtime.ts";
import { EXIT, Refusal } from "../refusal.ts";
import type { StackFolder } from "../state/stack-folder.ts";
import { Creates } from "./creates.ts";
import type { HostRequest, OperationAnswer, OperationRequest, OutputsAnswer } from "./protocol.ts";

/** What a host is made for. */
export interface HostOptions {
  readonly stack: StackFolder;
  /** The folder of `Pulumi.yaml`. */
  readonly project: string;
  /** The AWS endpoint's port of the host before this one: the URLs of what is kept have it. */
  readonly endpointPort: number | undefined;
  /** How much faster than real time waits pass. */
  readonly speed: number;
  readonly compileCache: string | undefined;
  readonly log: Log;
  /** Told once the services have a port. */
  readonly onEndpoint: (port: number) => void;
}

/** What a request may use while it is served. */
export interface Conversation {
  readonly signal: AbortSignal;
  write(stream: "stdout" | "stderr", text: string): void;
}

type Config = Readonly<Record<string, string>>;

/** One stack's services, engine and provider, started when a request first needs them. */
export class Host {
  readonly #options: HostOptions;
  #runtime: Promise<Runtime> | undefined;
  #provider: ProviderServer | undefined;
  #running: AbortController | undefined;

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
    return runtime === undefined ? this.#options.endpointPort !== undefined : runtime.engine.resources().length > 0;
  }

  async stop(): Promise<void> {
    this.#running?.abort();
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
        this.#running?.abort();
        return this.#running !== undefined;
      case "stop":
        return null;
      default: {
        const never: never = request;
        return never;
      }
    }
  }

  async #operate(request: OperationRequest, { signal, write }: Conversation): Promise<Json> {
    const { stack, compileCache, log } = this.#options;
    const { operation, eventLog, config, client, previewOnly, imports } = request;
    const runsProgram = operation === "up" || operation === "preview";
    const project = readProject(request.project);
    const configuration = configurationOf(project, stack.name, config, request.configFile);
    const options = { project, stack: stack.name, configuration, dryRun: operation === "preview", compileCache };
    // Its process takes longest to start, so it goes first.
    const program = runsProgram ? await startWith(options, client) : undefined;
    // A function in somebody's process is run once, as the CLI does it without a preview.
    const isRehearsed = operation === "up" && client === undefined;
    const rehearsal = isRehearsed ? await startProgram({ ...options, dryRun: true }) : undefined;
    const running = new AbortController();
    this.#running = running;
    const either = AbortSignal.any([signal, running.signal]);
    try {
      const { engine } = await this.#services(config, operation === "destroy");
      const { createReport } = await import("./report.ts");
      const report = createReport({ engine, request, stack: stack.name, eventLog, log, write });
      const creates = new Creates();
      const onEvent = (event: EngineEvent): void => {
        creates.note(event);
        report.onEvent(event);
      };
      const selection = selectionOf(request, engine);
      const plan = await planOf(request);
      const run = {
        project,
        configuration,
        program,
        rehearsal,
        selection,
        signal: either,
        refresh: request.refresh,
        previewOnly,
        imports,
        plan,
        onEvent,
      };
      const result = await engine[operation](run);
      await report.close();
      const { countedChanges } = await import("../report/engine-event.ts");
      const { importedCode } = await import("../report/imported-code.ts");
      return {
        succeeded: result.succeeded,
        cancelled: !result.succeeded && either.aborted,
        resourceCount: engine.resources().length,
        changes: countedChanges(result.summary.changes),
        ...(plan !== undefined && "toJson" in plan ? { plan: plan.toJson() } : {}),
        creates: creates.entries,
        code: importedCode(request, engine.resources(), stack.name, project.name),
      } satisfies OperationAnswer;
    } finally {
      program?.kill();
      rehearsal?.kill();
      this.#running = undefined;
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
    await engine.adopt(records);
    return engine.resources().length;
  }

  /** The records move to where the engine of the other name looks for them; these stay until somebody takes this name again. */
  async #rename(to: string): Promise<Json> {
    const { project, stack } = this.#options;
    const { name } = readProject(project);
    const runtime = await this.#services({}, false);
    const { renamed } = await import("../../engine/rename.ts");
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
    const { project, stack, endpointPort, speed, compileCache, log, onEndpoint } = this.#options;
    const options = {
      program: project,
      stack: stack.name,
      config,
      clock: { speed },
      dataDir: stack.dataDirectory,
      deploy: false,
      compileCache,
      log,
    };
    const runtime = await start({ ...options, port: endpointPort ?? 0 }).catch((error: unknown) => {
      if (!(error instanceof StartFailed) || endpointPort === undefined) throw error;
      if (anyPort) return start({ ...options, port: 0 });
      throw new Refusal(
        `the stack's URLs have the port ${endpointPort}, which another process has taken since: stop it, or destroy the stack`,
        EXIT.error,
        { cause: error },
      );
    });
    onEndpoint(Number(new URL(runtime.url).port));
    return runtime;
  }
}

function startWith(options: ProgramOptions, client: string | undefined): Promise<Program> {
  if (client === undefined) return startProgram(options);
  return import("../../engine/inline-program.ts").then(({ startInlineProgram }) => startInlineProgram(client, options));
}

/** What is protected is left alone with `--exclude-protected`. */
function selectionOf({ selection, excludeProtected }: OperationRequest, engine: Engine): SelectionOptions {
  if (!excludeProtected) return selection;
  const guarded = engine.resources().filter((record) => record.protect && !record.pendingDelete);
  return { ...selection, excludes: [...(selection.excludes ?? []), ...guarded.map(({ urn }) => urn)] };
}

/** A plan that is made, or one that binds. */
async function planOf({ plan, savesPlan }: OperationRequest): Promise<RecordedPlan | BindingPlan | undefined> {
  if (plan === undefined && !savesPlan) return undefined;
  const plans = await import("../../engine/plan.ts");
  return isObject(plan) ? new plans.BindingPlan(plan) : new plans.RecordedPlan();
}

function linesOf(error: StartFailed | ProjectError): readonly string[] {
  return error instanceof StartFailed ? error.diagnostics : [];
}

/** Takes the events of the engine that an operation runs on. */
export type ReportedEngine = Pick<Engine, "outputs" | "resources">;
export type Report = { onEvent(event: EngineEvent): void; close(): Promise<void> };
