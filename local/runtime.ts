import { dirname, resolve } from "node:path";
import type { Clock } from "./clock/clock.ts";
import { realClock } from "./clock/real-clock.ts";
import { virtualClock } from "./clock/virtual-clock.ts";
import { configurationOf } from "./engine/configuration.ts";
import type { Engine, RunResult } from "./engine/engine.ts";
import type { EngineEvent, EventListener } from "./engine/events.ts";
import { type Program, type ProgramOptions, startProgram } from "./engine/program/program.ts";
import { watchSilence } from "./engine/program/silence.ts";
import { readProject } from "./engine/project.ts";
import { nameOf } from "./engine/state/urn.ts";
import { type Log, SILENT } from "./log.ts";
import type { ProviderServer } from "./provider/server.ts";
import { StorageError } from "./storage.ts";
import type { System } from "./system.ts";
import { writeOutputs } from "./write-outputs.ts";

/** The account that everything on this machine belongs to. */
const ACCOUNT = "000000000000";
/** The stack that a local run is, unless another is asked for. */
const STACK = "local";

/** How the runtime is to run. Everything has a default. */
export interface StartOptions {
  /** The endpoint's port; 0 (the default) takes any free one. It listens on the loopback addresses only. */
  readonly port?: number;
  /** Real time, real time sped up, a virtual clock that jumps over waits, or a clock of the caller's own. */
  readonly clock?: "real" | "virtual" | { readonly speed: number } | Clock;
  /** Configuration values; a key without namespace is the project's. */
  readonly config?: Readonly<Record<string, string>>;
  /** The folder that keeps everything from run to run; in memory without it. */
  readonly dataDir?: string | undefined;
  /** The file that gets the stack's outputs as JSON once connections are accepted. */
  readonly outputs?: string | undefined;
  /** The folder of the program's `Pulumi.yaml`; this repository's by default. */
  readonly program?: string;
  readonly stack?: string;
  readonly log?: Log;
  /** Told of every step and diagnostic while the program is deployed. */
  readonly onEvent?: EventListener | undefined;
  /** False starts the services alone: nothing is deployed until someone asks. */
  readonly deploy?: boolean;
  /** Where Node.js keeps compiled code, for the program's process. */
  readonly compileCache?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A running system. */
export interface Runtime {
  /** The stack's outputs, and `awsEndpointUrl`. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The AWS endpoint, `http://localhost:PORT`. */
  readonly url: string;
  /** What the ARNs of its resources name. */
  readonly region: string;
  readonly clock: Clock;
  /** Previews, deploys again after an edit, refreshes and destroys. */
  readonly engine: Engine;
  /** Serves the AWS provider to the real Pulumi CLI. */
  serveProvider(port: number): Promise<ProviderServer>;
  stop(): Promise<void>;
}

/** A start that failed, in words for the person who asked for it. */
export class StartFailed extends Error {
  override readonly name = "StartFailed";
  /** What the engine told while it failed; empty when it did not get that far. */
  readonly diagnostics: readonly string[];

  constructor(message: string, diagnostics: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.diagnostics = diagnostics;
  }
}

/**
 * Starts the whole system: the services, one port for all of them, and the program deployed into them.
 *
 * The program's process is started first, because it takes longest to load; everything else is loaded meanwhile.
 *
 * @throws ProjectError for a wrong Pulumi.yaml or configuration, StartFailed for a busy port or a failed program.
 */
export async function start(options: StartOptions = {}): Promise<Runtime> {
  const { project, stack, configuration } = programOf(options);
  const { compileCache } = options;
  const program =
    options.deploy === false
      ? undefined
      : await startProgram({ project, stack, configuration, dryRun: false, compileCache });

  const clock = clockOf(options.clock);
  const region = configuration["aws:region"] ?? "";
  const { createSystem } = await import("./system.ts");
  const system = await createSystem({
    port: options.port ?? 0,
    clock,
    log: options.log ?? SILENT,
    scope: { partition: "aws", region, account: ACCOUNT },
    dataDir: options.dataDir,
    project,
    stack,
    configuration,
    compileCache,
    // A start that deploys is one transaction of the data directory.
    withheld: program !== undefined,
  }).catch((error: unknown) => {
    program?.kill();
    throw startFailure(error, options.port ?? 0);
  });
  try {
    const deployed = program === undefined ? {} : await deploy(system, program, options);
    await system.begin();
    const outputs = { ...deployed, awsEndpointUrl: system.url };
    keepOutputs(options, outputs);
    return { ...system, outputs, region, clock };
  } catch (error) {
    program?.kill();
    await system.stop();
    throw error instanceof StorageError ? new StartFailed(error.message, [], { cause: error }) : error;
  }
}

/**
 * The program as its folder has it now.
 *
 * @throws ProjectError for a wrong Pulumi.yaml or configuration.
 */
export function programOf(options: StartOptions): Pick<ProgramOptions, "project" | "stack" | "configuration"> {
  const project = readProject(resolve(options.program ?? dirname(import.meta.dirname)));
  const stack = options.stack ?? STACK;
  return { project, stack, configuration: configurationOf(project, stack, options.config ?? {}) };
}

/**
 * @throws StartFailed with everything that the engine told. As with `pulumi up`, what had been made is kept then, unless
 * the program is wrong: the preview tells that before anything is made.
 */
async function deploy(system: System, program: Program, options: StartOptions): Promise<Record<string, unknown>> {
  const errors: string[] = [];
  const unheard: string[] = [];
  const tell = (event: EngineEvent): void => {
    if (event.kind === "diagnostic" && event.severity === "error") {
      errors.push(event.message);
      // A test that starts the system has its error's message alone.
      if (options.onEvent === undefined)
        unheard.push(`\n  ${event.urn ? `${nameOf(event.urn)}: ` : ""}${event.message}`);
    }
    options.onEvent?.(event);
  };
  const { signal } = options;
  const silence = watchSilence(tell, realClock());
  const { onEvent } = silence;
  // What a data directory kept may have changed with the process: its URLs have the port of the last run.
  if (system.engine.resources().length > 0) await system.engine.refresh({ onEvent, signal });
  const result = await system.engine.up({ program, onEvent, signal }).finally(() => silence.end());
  if (!result.succeeded) {
    throw new StartFailed(
      `The program could not be deployed.${keepPartly(system, result, options)}${unheard.join("")}`,
      errors,
    );
  }
  const { plainMap } = await import("./provider/values.ts");
  return plainMap(result.outputs);
}

/**
 * Keeps what had been made before a failure, unless the program is wrong.
 *
 * @returns what has become of the data directory, if there is one.
 */
function keepPartly(system: System, { refused }: RunResult, { dataDir }: StartOptions): string {
  if (dataDir === undefined) return "";
  if (refused) return ` The data directory ${dataDir} is as it was.`;
  try {
    system.keep();
  } catch (error) {
    if (error instanceof StorageError) return ` ${error.message}`;
    throw error;
  }
  return ` The data directory ${dataDir} keeps what had been made.`;
}

function clockOf(choice: StartOptions["clock"] = "real"): Clock {
  if (choice === "real") return realClock();
  if (choice === "virtual") return virtualClock();
  return "speed" in choice ? realClock(choice.speed) : choice;
}

function startFailure(error: unknown, port: number): unknown {
  if (error instanceof StorageError) return new StartFailed(error.message, [], { cause: error });
  if (!(error instanceof Error) || !("code" in error)) return error;
  if (error.code === "EADDRINUSE") {
    const message = `Port ${port} is in use: stop what listens there, or choose another with --port (0 takes any free one).`;
    return new StartFailed(message, [], { cause: error });
  }
  if (error.code === "EACCES") {
    return new StartFailed(`Port ${port} may not be opened by this user: choose one above 1023.`, [], { cause: error });
  }
  return error;
}

/** @throws StartFailed when the file cannot be written. */
function keepOutputs({ outputs: file, dataDir }: StartOptions, outputs: Readonly<Record<string, unknown>>): void {
  if (file === undefined) return;
  try {
    writeOutputs(file, outputs);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const kept = dataDir === undefined ? "" : ` The data directory ${dataDir} keeps what has been made.`;
    throw new StartFailed(`The outputs cannot be written to ${file}: ${reason}.${kept}`, [], { cause: error });
  }
}
