import type { Environment } from "../module.ts";
import type { Provider } from "../provider/provider.ts";
import type { PropertyMap } from "../provider/values.ts";
import { type Configuration, configurationProblems } from "./configuration.ts";
import { type DeployOptions, deploy } from "./deploy.ts";
import type { DeploymentContext } from "./deployment.ts";
import type { EngineEvent, EngineOperation, EventListener, Summary } from "./events.ts";
import type { Plan } from "./plan.ts";
import type { Program } from "./program/program.ts";
import type { Project } from "./project.ts";
import { Providers } from "./providers.ts";
import { rehearse } from "./rehearsal.ts";
import { Selection, type SelectionOptions } from "./selection.ts";
import { type ResourceRecord, StackState } from "./state/state.ts";
import { STACK_TYPE } from "./state/urn.ts";
import { deleteSelected } from "./steps/deletions.ts";
import { type ImportGoal, importAll } from "./steps/import.ts";
import { refreshAll, refreshFirst, refreshOne } from "./steps/refresh.ts";
import { Steps } from "./steps/steps.ts";

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
  /** The configuration of this run, where it is another than the engine was made with. */
  readonly configuration?: Configuration | undefined;
  /** The program, where it has been started ahead; with the same options. */
  readonly program?: Program | undefined;
  /** For `up`: the same program, started as a dry run. Nothing is made before that has ended well. */
  readonly rehearsal?: Program | undefined;
  /** What the operation is about; everything without it. */
  readonly selection?: SelectionOptions | undefined;
  /** The project of this run, where its folder is another than the engine was made with. */
  readonly project?: Project | undefined;
  /** Reads what there is before anything else. */
  readonly refresh?: boolean | undefined;
  /** For `refresh` and `destroy`: runs the program as well, so that its providers are what it says now. */
  readonly runProgram?: boolean | undefined;
  /** Tells what `refresh`, `destroy` or `import` would do, and does nothing. */
  readonly previewOnly?: boolean | undefined;
  /** What `import` takes over. */
  readonly imports?: readonly ImportGoal[] | undefined;
  /** Takes note of what is done, or holds the run to what was planned. */
  readonly plan?: Plan | undefined;
  /** Goes on past resources that fail, without those that stand on them. */
  readonly continueOnError?: boolean | undefined;
  /** How many resources may be worked at at once (1: one after the other); as many as there are without it. */
  readonly parallel?: number | undefined;
  /** Ends the operation after what is under way: the state stays readable. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of an operation; everything that went wrong has been told as an event. */
export interface RunResult {
  readonly succeeded: boolean;
  /** Whether the program or its configuration is wrong, as a preview tells it; a failure otherwise is a partial one. */
  readonly refused: boolean;
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
  /** Brings the state to what there is. */
  refresh(options?: RunOptions): Promise<RunResult>;
  /** Deletes everything in the stack. */
  destroy(options?: RunOptions): Promise<RunResult>;
  /** Takes over what exists already. */
  import(options?: RunOptions): Promise<RunResult>;
  /** Makes these the stack's records. Nothing is made or deleted for it: what they say has to be so. */
  adopt(records: readonly ResourceRecord[]): Promise<void>;
  /** Copies the records, changed, to where the engine of a stack of this other name finds them. */
  rename(to: string, change: (record: ResourceRecord) => ResourceRecord): void;
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
  const held = async (operation: EngineOperation, run: RunOptions, on: StackState): Promise<RunResult> => {
    const hold = environment.clock.hold();
    try {
      return await runOperation(operation, options, on, run);
    } finally {
      hold.release();
    }
  };
  // What changes nothing waits for nobody.
  const start = (operation: EngineOperation, run: RunOptions = {}): Promise<RunResult> =>
    isDry(operation, run) ? held(operation, run, state.fork()) : exclusively(() => held(operation, run, state));
  return {
    project,
    stack,
    preview: (run) => start("preview", run),
    up: (run) => start("up", run),
    refresh: (run) => start("refresh", run),
    destroy: (run) => start("destroy", run),
    import: (run) => start("import", run),
    adopt: (records) =>
      exclusively(async () => {
        for (const record of state.all()) state.delete(record);
        for (const record of records) state.put(record);
        environment.storage.flush();
      }),
    rename: (to, change) => {
      const other = new StackState(environment.storage.collection(`pulumi/${project.name}/${to}`));
      for (const record of other.all()) other.delete(record);
      for (const record of state.all()) other.put(change(record));
      environment.storage.flush();
    },
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
  const { stack, environment, provider } = options;
  const project = run.project ?? options.project;
  const configuration = run.configuration ?? options.configuration;
  const tell = run.onEvent ?? (() => undefined);
  const emit = (event: EngineEvent): void => {
    // What is told to be done is done, whatever becomes of this process a moment later.
    if (event.kind === "step-finished") environment.storage.flush();
    tell(event);
  };
  const started = performance.now();
  emit({ kind: "started", operation, project: project.name, stack });
  const failure = new AbortController();
  const { plan } = run;
  const { continueOnError, parallel } = run;
  const steps = new Steps({ emit, state, onEnd: () => failure.abort(), plan, continueOnError, parallel });
  const planning = isDry(operation, run);
  const providers = new Providers(provider, configuration, state);
  const context: DeploymentContext = {
    state,
    steps,
    providers,
    dryRun: planning,
    project: project.name,
    stack,
    configuration,
    configurationProblems: [...configurationProblems(project, configuration), ...providers.problems()],
    uuid: () => environment.ids.uuid(),
    signal: run.signal,
    selection: new Selection(run.selection),
    replaced: new Set(),
    plan,
  };
  // A program's run tells it by itself, and what is to go can go all the same.
  const wrong = operation === "refresh" || operation === "import" || run.refresh === true ? providers.problems() : [];
  if (wrong.length > 0) steps.emit({ kind: "diagnostic", severity: "error", message: wrong.join("\n") });
  const goesOn = wrong.length === 0 && (run.refresh !== true || (await refreshFirst(context)));
  const deploying = { ...options, ...run, project, configuration, failed: failure.signal };
  const outputs = goesOn ? await perform(operation, deploying, context) : {};
  environment.storage.flush();
  const succeeded = !steps.failed;
  const summary: Summary = {
    operation,
    planning,
    succeeded,
    changes: steps.changes,
    milliseconds: performance.now() - started,
  };
  if (succeeded) emit({ kind: "outputs", outputs });
  emit({ kind: "finished", summary });
  return { succeeded, refused: steps.refused, outputs, summary };
}

/** @returns the stack's outputs afterwards. */
async function perform(
  operation: EngineOperation,
  run: DeployOptions & RunOptions,
  context: DeploymentContext,
): Promise<PropertyMap> {
  const { state } = context;
  switch (operation) {
    case "preview":
    case "up":
      return runProgram(run, run.rehearsal, context);
    case "refresh":
      await refreshBy(run, context);
      return stackOutputs(state);
    case "destroy":
      if (run.runProgram === true) await deploy(run, { ...context, visit: async () => undefined });
      if (!context.steps.isOver) await deleteSelected(state.all(), context);
      return {};
    case "import":
      await importAll(run.imports ?? [], context);
      return stackOutputs(state);
    default: {
      const never: never = operation;
      throw new Error(`no operation ${String(never)}`);
    }
  }
}

function isDry(operation: EngineOperation, { previewOnly = false }: RunOptions): boolean {
  return operation === "preview" || previewOnly;
}

/** `--run-program`: each resource is read when the program comes to it, by the provider that it has then. */
async function refreshBy(run: DeployOptions & RunOptions, context: DeploymentContext): Promise<void> {
  const read = new Set<string>();
  const visit = async (record: ResourceRecord): Promise<void> => {
    read.add(record.urn);
    await refreshOne(record, context);
  };
  if (run.runProgram === true) await deploy(run, { ...context, visit });
  if (!context.steps.isOver) await refreshAll(context, read);
}

async function runProgram(
  options: DeployOptions,
  rehearsal: Program | undefined,
  context: DeploymentContext,
): Promise<PropertyMap> {
  if (rehearsal === undefined || (await rehearse(rehearsal, options, context))) return deploy(options, context);
  options.program?.kill();
  return {};
}

function stackOutputs(state: StackState): PropertyMap {
  return state.all().find(({ type }) => type === STACK_TYPE)?.outputs ?? {};
}
