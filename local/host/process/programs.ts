import { configurationOf } from "../../engine/configuration.ts";
import { type Program, type ProgramOptions, startProgram } from "../../engine/program/program.ts";
import { readProject } from "../../engine/project.ts";
import { isPlanning, type OperationRequest } from "./protocol.ts";

/** What an operation runs, and with what: the processes are started before there is anything that serves them. */
export interface Programs extends Pick<ProgramOptions, "project" | "configuration"> {
  readonly program: Program | undefined;
  readonly rehearsal: Program | undefined;
  /** Ends those that still run. */
  kill(): void;
}

/**
 * Starts what an operation runs.
 *
 * @throws ProjectError when there is no program that could be run.
 */
export async function startPrograms(
  request: OperationRequest,
  stack: string,
  compileCache: string | undefined,
): Promise<Programs> {
  const { operation, client } = request;
  const project = readProject(request.project);
  const configuration = configurationOf(project, stack, request.config, request.configFile);
  const started: Program[] = [];
  const start = async (dryRun: boolean): Promise<Program> => {
    const program = await startOne({ project, stack, configuration, dryRun, compileCache }, client);
    started.push(program);
    return program;
  };
  const kill = (): void => {
    for (const program of started) program.kill();
  };
  try {
    const runs = operation === "up" || operation === "preview" || request.runProgram;
    const program = runs ? await start(isPlanning(request)) : undefined;
    // A function in somebody's process is run once, as the CLI does it without a preview.
    const rehearsal = operation === "up" && client === undefined ? await start(true) : undefined;
    return { project, configuration, program, rehearsal, kill };
  } catch (error) {
    kill();
    throw error;
  }
}

async function startOne(options: ProgramOptions, client: string | undefined): Promise<Program> {
  if (client === undefined) return startProgram(options);
  const { startInlineProgram } = await import("../../engine/program/inline-program.ts");
  return startInlineProgram(client, options);
}
