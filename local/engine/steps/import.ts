import { DEFAULTS } from "../../provider/check.ts";
import type { ConfiguredProvider, Identity } from "../../provider/provider.ts";
import type { PropertyMap } from "../../provider/values.ts";
import type { DeploymentContext } from "../deployment.ts";
import { DeploymentFailed, ResourceFailed } from "../failure.ts";
import { interrupted } from "../interruption.ts";
import type { ResourceRecord } from "../state/state.ts";
import { createUrn, STACK_TYPE } from "../state/urn.ts";
import { stepOf } from "./steps.ts";

/** A resource that exists and that the stack is to take over (`deploy.Import`). */
export interface ImportGoal {
  readonly type: string;
  readonly name: string;
  /** Empty for components. */
  readonly id: string;
  /** The parent's URN; empty for the stack. */
  readonly parent: string;
  /** The URN of an explicit provider instance, or empty. */
  readonly provider: string;
  readonly protect: boolean;
  /** The properties that the program is to say; everything that is neither empty nor a default without them. */
  readonly properties: readonly string[];
  readonly component: boolean;
}

/** What is told when inputs that were read would be refused in a program, as the CLI says it. */
const NOT_VALID =
  "One or more imported inputs failed to validate. The import will still proceed, but you will need to edit the " +
  "generated code after copying it into your program.";

/** The URN that an imported resource gets. */
export function urnOfImport({ type, name, parent }: ImportGoal, stack: string, project: string): string {
  return createUrn({ stack, project, parent, type, name });
}

/** Takes resources over into the state, each as it is, so that a program that says the same changes nothing. */
export async function importAll(goals: readonly ImportGoal[], context: DeploymentContext): Promise<void> {
  const { state, steps } = context;
  // As in the CLI, whatever is there already is told and counted.
  for (const record of state.all()) {
    if (!record.pendingDelete) await steps.run(stepOf("same", record), () => undefined);
  }
  await makeStack(context);
  for (const goal of goals) {
    if (await interrupted(context)) return;
    const urn = urnOfImport(goal, context.stack, context.project);
    try {
      await takeIn(urn, goal, context);
    } catch (error) {
      const told = context.steps.report(urn, error);
      if (!(told instanceof DeploymentFailed)) throw told;
    }
  }
}

/** A stack that has never been deployed has no resource of its own yet. */
async function makeStack({ state, steps, stack, project }: DeploymentContext): Promise<void> {
  if (state.all().some(({ type }) => type === STACK_TYPE)) return;
  const name = `${project}-${stack}`;
  const urn = createUrn({ stack, project, parent: "", type: STACK_TYPE, name });
  await steps.run(stepOf("create", { urn, custom: false }), () =>
    state.put({ ...EMPTY, urn, type: STACK_TYPE, name, custom: false, order: state.nextOrder() }),
  );
}

async function takeIn(urn: string, goal: ImportGoal, context: DeploymentContext): Promise<void> {
  const { state, steps } = context;
  const old = state.get(urn);
  if (old !== undefined && old.id === goal.id) return;
  if (old !== undefined) throw new ResourceFailed(urn, `resource '${urn}' already exists, with the id ${old.id}`);
  const parent = goal.parent === "" ? stackUrn(context) : goal.parent;
  if (state.get(parent) === undefined)
    throw new ResourceFailed(urn, `unknown parent '${parent}' for resource '${urn}'`);
  const provider = goal.provider === "" ? "" : referenceTo(urn, goal.provider, context);
  const { type, name, protect } = goal;
  const record = { ...EMPTY, urn, type, name, custom: !goal.component, parent, provider, protect };
  await steps.run(stepOf("import", record), async () => {
    const found = goal.component ? { id: "", inputs: {}, outputs: {} } : await read(record, goal, context);
    state.put({ ...record, ...found, order: state.nextOrder() });
  });
}

function stackUrn({ state }: DeploymentContext): string {
  return state.all().find(({ type }) => type === STACK_TYPE)?.urn ?? "";
}

function referenceTo(urn: string, provider: string, { state }: DeploymentContext): string {
  const record = state.get(provider);
  if (record === undefined) throw new ResourceFailed(urn, `unknown provider '${provider}' for resource '${urn}'`);
  return `${provider}::${record.id}`;
}

async function read(
  record: ResourceRecord,
  goal: ImportGoal,
  { providers, steps }: DeploymentContext,
): Promise<Pick<ResourceRecord, "id" | "inputs" | "outputs">> {
  const provider = providers.of(record.type, record.provider);
  const found = await provider.read(record, goal.id);
  if (found === undefined) throw new ResourceFailed(record.urn, `resource '${goal.id}' does not exist`);
  const said = selected(record, goal, found);
  const { inputs, isValid } = checked(provider, record, said, found.inputs);
  if (!isValid) steps.emit({ kind: "diagnostic", severity: "warning", message: NOT_VALID, urn: record.urn });
  return { id: found.id, inputs, outputs: found.outputs };
}

/** `--properties`: what the program is to say. */
function selected(
  { urn }: Identity,
  { properties }: ImportGoal,
  found: { readonly inputs: PropertyMap; readonly outputs: PropertyMap },
): PropertyMap {
  if (properties.length === 0) return found.inputs;
  const entries = properties.map((name) => [name, found.inputs[name] ?? found.outputs[name]] as const);
  const missing = entries.filter(([, value]) => value === undefined).map(([name]) => name);
  if (missing.length > 0) throw new ResourceFailed(urn, `has no property ${missing.join(", ")} to import`);
  return Object.fromEntries(entries);
}

/** The inputs as the next run will see them: with the names and defaults that the provider adds. */
function checked(
  provider: ConfiguredProvider,
  identity: Identity,
  said: PropertyMap,
  found: PropertyMap,
): { readonly inputs: PropertyMap; readonly isValid: boolean } {
  const unset = Object.keys(found).filter((name) => said[name] === undefined);
  const olds = { ...found, [DEFAULTS]: unset };
  const { inputs, failures } = provider.check(identity, { olds, news: said, randomSeed: new Uint8Array(32) });
  return failures.length === 0 ? { inputs, isValid: true } : { inputs: said, isValid: false };
}

const EMPTY: ResourceRecord = {
  urn: "",
  type: "",
  name: "",
  custom: true,
  external: false,
  id: "",
  parent: "",
  inputs: {},
  outputs: {},
  dependencies: [],
  propertyDependencies: {},
  provider: "",
  protect: false,
  retainOnDelete: false,
  deletedWith: "",
  generation: 0,
  order: 0,
  pendingDelete: false,
  pendingReplacement: false,
};
