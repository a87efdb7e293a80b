import { type DeployOptions, deploy } from "./deploy.ts";
import type { DeploymentContext } from "./deployment.ts";
import type { EngineEvent } from "./events.ts";
import type { Program } from "./program/program.ts";
import { Steps } from "./steps/steps.ts";

/**
 * Previews what is about to be deployed, as `pulumi up` does, so that everything that is wrong with the program's inputs is
 * told before anything is made. What the rehearsal says is kept to itself unless it fails: the run says it again.
 *
 * @param program started as a dry run.
 * @returns whether it went well; what is wrong has been told.
 */
export async function rehearse(program: Program, options: DeployOptions, context: DeploymentContext): Promise<boolean> {
  const failure = new AbortController();
  const state = context.state.fork();
  const plan = context.plan?.fork();
  const held: EngineEvent[] = [];
  const emit = (event: EngineEvent): void => {
    if (event.kind !== "diagnostic") return;
    held.push(event);
    if (event.severity !== "error" && !failure.signal.aborted) return;
    for (const each of held.splice(0)) context.steps.emit(each);
  };
  const steps = new Steps({ emit, state, onEnd: () => failure.abort(), plan });
  const providers = context.providers.fork(state);
  const own = {
    steps,
    state,
    plan,
    providers,
    selection: context.selection.fork(),
    replaced: new Set<string>(),
    dryRun: true,
  };
  await deploy({ ...options, program, failed: failure.signal }, { ...context, ...own });
  return !steps.failed;
}
