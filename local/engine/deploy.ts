import { setTimeout as pause } from "node:timers/promises";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import resourceGrpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import { LARGEST_MESSAGE } from "../provider/server.ts";
import type { PropertyMap } from "../provider/values.ts";
import type { Configuration } from "./configuration.ts";
import { Deployment, type DeploymentContext } from "./deployment.ts";
import { INTERRUPTED } from "./interruption.ts";
import { monitorService } from "./monitor.ts";
import { engineService } from "./program/engine-service.ts";
import { type Program, type ProgramExit, startProgram } from "./program/program.ts";
import type { Project } from "./project.ts";
import type { Steps } from "./steps/steps.ts";

/** The program that is deployed, and when to give up. */
export interface DeployOptions {
  readonly project: Project;
  readonly stack: string;
  readonly configuration: Configuration;
  readonly compileCache?: string | undefined;
  /** The program, where it has been started ahead. */
  readonly program?: Program | undefined;
  /** Whether resources that fail do not end the rest. */
  readonly continueOnError?: boolean | undefined;
  /** Aborted by the person. */
  readonly signal?: AbortSignal | undefined;
  /** Aborted when nothing new is begun any more. */
  readonly failed: AbortSignal;
}

/** How long a program that has failed may go on telling what else is wrong, in milliseconds of real time. */
const LAST_WORDS = 150;

/**
 * Runs the program against the state, and deletes what it no longer has.
 *
 * @returns the stack's outputs; whatever went wrong has been told.
 */
export async function deploy(options: DeployOptions, context: DeploymentContext): Promise<PropertyMap> {
  const { project, stack, configuration, compileCache, signal, failed } = options;
  const { steps, dryRun } = context;
  const deployment = new Deployment(context);
  const program = options.program ?? (await startProgram({ project, stack, configuration, dryRun, compileCache }));
  const abort = (): void => steps.emit(INTERRUPTED);
  const end = (): void => {
    pause(LAST_WORDS, undefined, { ref: false }).then(() => program.kill());
  };
  failed.addEventListener("abort", end, { once: true });
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();

  const server = serve(program, deployment, options, context);
  const printed: string[] = [];
  program.onLine((line, stream) => {
    if (failed.aborted) return;
    if (stream === "stderr") printed.push(line);
    steps.emit({ kind: "diagnostic", severity: "info", message: line });
  });
  const exit = await program.exited;
  signal?.removeEventListener("abort", abort);
  await deployment.settled();
  server.forceShutdown();
  reportExit(exit, steps, printed);
  // A program that has failed has not said all that it wants.
  if (exit.code !== 0) steps.end();
  if (!steps.isOver) await deployment.finish();
  return deployment.outputs;
}

/** Gives the program's connections to the two services that it speaks to. */
function serve(program: Program, deployment: Deployment, options: DeployOptions, context: DeploymentContext): Server {
  const { project, stack, configuration, continueOnError = false } = options;
  const { steps, dryRun, providers } = context;
  const server = new Server({ "grpc.max_receive_message_length": LARGEST_MESSAGE });
  server.addService(
    engineGrpc.EngineService,
    engineService((event) => {
      // The SDK tells once more of a resource that has failed, and ends the program after everything else that it does.
      const isKnown = continueOnError && steps.failed;
      steps.emit(event, isKnown ? { isEnd: false, isRefusal: false } : {});
    }),
  );
  server.addService(
    resourceGrpc.ResourceMonitorService,
    monitorService({
      deployment,
      invoke: async (token, args, reference) => {
        deployment.refuseWrongConfiguration();
        return providers.of(token, reference).invoke(token, args);
      },
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
  return server;
}

/** A program that ends badly without having said why. */
function reportExit({ code, signal, failure }: ProgramExit, steps: Steps, printed: readonly string[]): void {
  if (code === 0 || steps.failed) return;
  const how = signal === null ? `with the code ${code}` : `by ${signal}`;
  const said = printed.length > 0 ? "" : " without saying why";
  const message = failure === undefined ? `the program ended ${how}${said}` : `the program did not start: ${failure}`;
  steps.emit({ kind: "diagnostic", severity: "error", message });
}
