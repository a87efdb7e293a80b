import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import type { Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Configuration } from "../configuration.ts";
import { type Project, ProjectError } from "../project.ts";
import { eachLine } from "./each-line.ts";
import { listenForProgram } from "./program-connections.ts";

/** What a program is started with. */
export interface ProgramOptions {
  readonly project: Project;
  readonly stack: string;
  readonly configuration: Configuration;
  readonly dryRun: boolean;
  /** Where Node keeps compiled code between starts, or undefined. */
  readonly compileCache?: string | undefined;
}

/** How a program ended. */
export interface ProgramExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why there never was a process. */
  readonly failure?: string;
}

/** How long what a program has printed may take to arrive when it has ended, in milliseconds of real time. */
const LAST_LINES = 500;

/**
 * A running program. It is started before the engine that serves it has been loaded: its connections wait in
 * {@link connections} until someone takes them.
 */
export interface Program {
  /** Gives each connection, those that came before included, to `take`. */
  connections(take: (socket: Socket) => void): void;
  /** Each line that the program prints. */
  onLine(listener: (line: string, stream: "stdout" | "stderr") => void): void;
  readonly exited: Promise<ProgramExit>;
  /** Ends the program if it still runs. */
  kill(): void;
}

/**
 * Starts the unmodified program as the Pulumi CLI's language host does: `@pulumi/pulumi/cmd/run` with the addresses of
 * monitor and engine, in a process of its own under this same Node.js, which strips the types itself.
 *
 * @throws ProjectError when the project's packages are not installed.
 */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const runner = runnerOf(options.project);
  const connections = await listenForProgram();
  const child = spawn(process.execPath, argumentsOf(options, runner, connections.address), {
    cwd: options.project.directory,
    env: environmentOf(options),
    // The channel carries nothing: that it closes tells the program that nobody is left who serves it.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  return {
    connections: (take) => connections.each(take),
    onLine: (listen) => {
      for (const stream of ["stdout", "stderr"] as const) {
        const { [stream]: output } = child;
        if (output !== null) eachLine(output, (line) => listen(line, stream));
      }
    },
    exited: exit(child).finally(() => connections.close()),
    kill: () => {
      child.kill("SIGKILL");
    },
  };
}

/** Loaded before the program. */
const PRELOAD = join(import.meta.dirname, "program-preload.ts");

/** The SDK's own, of the version that the project has. */
function runnerOf({ directory }: Project): string {
  try {
    return createRequire(join(directory, "package.json")).resolve("@pulumi/pulumi/cmd/run");
  } catch (error) {
    const message = `@pulumi/pulumi is not installed in ${directory}: run \`npm install\` there`;
    throw new ProjectError(message, { cause: error });
  }
}

/** `@pulumi/pulumi/cmd/run`'s own options; the program's are none. */
function argumentsOf(options: ProgramOptions, runner: string, address: string): string[] {
  const { project, stack, dryRun } = options;
  return [
    `--require=${PRELOAD}`,
    ...project.nodeArguments,
    runner,
    `--monitor=${address}`,
    `--engine=${address}`,
    `--project=${project.name}`,
    `--stack=${stack}`,
    "--organization=organization",
    `--root-directory=${project.directory}`,
    `--pwd=${project.directory}`,
    "--parallel=64",
    ...(dryRun ? ["--dry-run"] : []),
    project.main,
  ];
}

function environmentOf(options: ProgramOptions): NodeJS.ProcessEnv {
  const { configuration, compileCache } = options;
  return {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(configuration),
    PULUMI_CONFIG_SECRET_KEYS: "[]",
    PULUMI_NODEJS_TYPESCRIPT: "false",
    ...(compileCache === undefined ? {} : { NODE_COMPILE_CACHE: compileCache }),
  };
}

function exit(child: ChildProcess): Promise<ProgramExit> {
  return new Promise((resolve) => {
    child.once("error", ({ message }) => resolve({ code: null, signal: null, failure: message }));
    child.once("close", (code, signal) => resolve({ code, signal }));
    child.once("exit", async () => {
      await pause(LAST_LINES, undefined, { ref: false });
      // What the program has started may keep its output open for as long as it runs.
      for (const output of [child.stdout, child.stderr]) output?.destroy();
    });
  });
}
