import { Server, ServerCredentials } from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import resourceGrpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import type { Environment } from "../module.ts";
import type { Provider } from "../provider/provider.ts";
import type { PropertyMap } from "../provider/values.ts";
import type { Configuration } from "./configuration.ts";
import { deleteAll } from "./deletions.ts";
import { Deployment, type DeploymentContext } from "./deployment.ts";
import { engineService } from "./engine-service.ts";
import type { EngineOperation, EventListener, Summary } from "./events.ts";
import { monitorService } from "./monitor.ts";
import { type Program, type ProgramExit, startProgram } from "./program.ts";
import type { Project } from "./project.ts";
import { Providers } from "./providers.ts";
import { refreshAll } from "./refresh.ts";
import { type ResourceRecord, StackState } from "./state.ts";
import { Steps } from "./steps.ts";
import { STACK_TYPE } from "./urn.ts";

/** What an engine works on. */
export interface EngineOptions {
  readonly environment: Environment;
  readonly provider: Provider;
  readonly project: Project;
  readonly stack: string;
  readonly configuration: Configuration;
  readonly compileCache?: string | undefined;
}

/** How one operation is to run. */
export interface RunOptions {
  readonly onEvent?: EventListener | undefined;
  /** The program, where it has been started ahead; with the same options. */
  readonly program?: Program | undefined;
  /** Ends the operation after what is under way: the state stays readable. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of an operation; everything that went wrong has been told as an event. */
export interface RunResult {
  readonly succeeded: boolean;
  readonly outputs: PropertyMap;
  readonly summary: Summary;
}

/** The embedded Pulumi engine: previews, deploys, refreshes and destroys one stack in this process. */
export interface Engine {
  readonly project: Project;
  readonly stack: string;
  /** What `up` would do; touches nothing and records nothing. */
  preview(options?: RunOptions): Promise<RunResult>;
  /** Brings the stack to what the program says. */
  up(options?: RunOptions): Promise<RunResult>;
  /** Brings the state to what there is, without running the program. */
  refresh(options?: RunOptions): Promise<RunResult>;
  /** Deletes everything in the stack, without running the program. */
  destroy(options?: RunOptions): Promise<RunResult>;
  /** The outputs of the last `up`; secrets are wrapped. */
  outputs(): PropertyMap;
  /** The stack's resources in order of dependency. */
  resources(): readonly ResourceRecord[];
}

/** Makes the engine of a stack, with the state that the storage keeps for it. */
export function createEngine(options: EngineOptions): Engine {
  const { environment, project, stack } = options;
  const state = new StackState(environment.storage.collection(`pulumi/${project.name}/${stack}`));
  let busy = Promise.resolve();

  /** One operation at a time, as the CLI's lock of a stack has it. */
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const result = busy.then(work);
    busy = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  };
  const start = (operation: EngineOperation, run: RunOptions = {}): Promise<RunResult> =>
    exclusively(async () => {
      const hold = environment.clock.hold();
      try {
        return await runOperation(operation, options, operation === "preview" ? state.fork() : state, run);
      } finally {
        hold.release();
      }
    });
  return {
    project,
    stack,
    preview: (run) => start("preview", run),
    up: (run) => start("up", run),
    refresh: (run) => start("refresh", run),
    destroy: (run) => start("destroy", run),
    outputs: () => stackOutputs(state),
    resources: () => state.all(),
  };
}

async function runOperation(
  operation: EngineOperation,
  options: EngineOptions,
  state: StackState,
  run: RunOptions,
): Promise<RunResult> {
  const { project, stack, environment, provider, configuration } = options;
  const emit = run.onEvent ?? (() => undefined);
  const started = performance.now();
  emit({ kind: "started", operation, project: project.name, stack });
  const steps = new Steps(emit);
  const context: DeploymentContext = {
    state,
    steps,
    providers: new Providers(provider, configuration, state),
    dryRun: operation === "preview",
    project: project.name,
    stack,
    uuid: () => environment.ids.uuid(),
  };
  let outputs: PropertyMap;
  switch (operation) {
    case "preview":
    case "up":
      outputs = await deploy(options, context, run);
      break;
    case "refresh":
      await refreshAll(context);
      outputs = stackOutputs(state);
      break;
    case "destroy":
      await deleteAll(state.all(), context);
      outputs = {};
      break;
    default: {
      const never: never = operation;
      throw new Error(`no operation ${String(never)}`);
    }
  }
  environment.storage.flush();
  const succeeded = !steps.failed;
  const summary: Summary = { operation, succeeded, changes: steps.changes, milliseconds: performance.now() - started };
  if (succeeded) emit({ kind: "outputs", outputs });
  emit({ kind: "finished", summary });
  return { succeeded, outputs, summary };
}

/** Runs the program against the state, and deletes what it no longer has. */
async function deploy(options: EngineOptions, context: DeploymentContext, run: RunOptions): Promise<PropertyMap> {
  const { project, stack, configuration, compileCache } = options;
  const { steps, dryRun, providers } = context;
  const deployment = new Deployment(context);
  const program = run.program ?? (await startProgram({ project, stack, configuration, dryRun, compileCache }));
  const abort = (): void => {
    steps.emit({ kind: "diagnostic", severity: "error", message: "interrupted" });
    program.kill();
  };
  run.signal?.addEventListener("abort", abort, { once: true });
  if (run.signal?.aborted) abort();

  const server = new Server();
  server.addService(
    engineGrpc.EngineService,
    engineService((event) => steps.emit(event)),
  );
  server.addService(
    resourceGrpc.ResourceMonitorService,
    monitorService({
      deployment,
      invoke: (token, args, reference) => providers.of(token, reference).invoke(token, args),
      project: project.name,
      stack,
      configuration,
      dryRun,
      directory: project.directory,
    }),
  );
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  program.connections((socket) => {
    injector.injectConnection(socket);
    socket.resume();
  });
  const printed: string[] = [];
  program.onLine((line, stream) => {
    if (stream === "stderr") printed.push(line);
    steps.emit({ kind: "diagnostic", severity: "info", message: line });
  });

  const exit = await program.exited;
  run.signal?.removeEventListener("abort", abort);
  await deployment.settled();
  server.forceShutdown();
  reportExit(exit, steps, printed);
  if (!steps.failed) await deployment.finish();
  return deployment.outputs;
}

/** A program that ends badly without having said why. */
function reportExit({ code, signal }: ProgramExit, steps: Steps, printed: readonly string[]): void {
  if ((code === 0 && signal === null) || steps.failed) return;
  const how = signal === null ? `with the code ${code}` : `by ${signal}`;
  const said = printed.length > 0 ? "" : " without saying why";
  steps.emit({ kind: "diagnostic", severity: "error", message: `the program ended ${how}${said}` });
}

function stackOutputs(state: StackState): PropertyMap {
  return state.all().find(({ type }) => type === STACK_TYPE)?.outputs ?? {};
}
