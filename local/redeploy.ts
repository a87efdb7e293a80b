import type { RunResult } from "./engine/engine.ts";
import { ProjectError } from "./engine/project.ts";
import { plainMap } from "./provider/values.ts";
import { programOf, type Runtime, type StartOptions } from "./runtime.ts";

/** What came of deploying again. */
export interface Redeployment extends Omit<RunResult, "outputs"> {
  /** As `Runtime.outputs` has them; those of before when the program failed. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * Deploys the program as its folder has it now into the runtime that serves it, as `pulumi watch` does: only what an edit
 * changed is touched, while connections stay open and executions go on with the definition they began with.
 *
 * @param options as the runtime was started with.
 * @param before the outputs until now.
 * @throws ProjectError for a wrong Pulumi.yaml or configuration; nothing is deployed then.
 */
export async function redeploy(
  runtime: Runtime,
  options: StartOptions,
  before: Redeployment["outputs"] = runtime.outputs,
): Promise<Redeployment> {
  const { project, stack, configuration } = programOf(options);
  const region = configuration["aws:region"];
  if (stack !== runtime.engine.stack || project.name !== runtime.engine.project.name) {
    throw new ProjectError(`the project is called ${project.name} now: start anew`);
  }
  if (region !== runtime.region) {
    throw new ProjectError(`aws:region is ${region} now, and what runs here is in ${runtime.region}: start anew`);
  }
  const { onEvent, signal } = options;
  const { outputs: made, ...result } = await runtime.engine.up({ project, configuration, onEvent, signal });
  if (!result.succeeded) return { ...result, outputs: before };
  return { ...result, outputs: { ...plainMap(made), awsEndpointUrl: runtime.url } };
}
