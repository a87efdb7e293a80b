import { createHash } from "node:crypto";
import { covers, type ResourceDiff, replaceKind } from "../../provider/diff.ts";
import type { CheckFailure } from "../../provider/handler.ts";
import { isUnfinished } from "../../provider/outputs.ts";
import { UNKNOWN_TEXT } from "../../provider/property-bag.ts";
import { parsePath } from "../../provider/property-path.ts";
import type { ConfiguredProvider, Identity } from "../../provider/provider.ts";
import { hasUnknown, type PropertyMap } from "../../provider/values.ts";
import type { DeploymentContext } from "../deployment.ts";
import type { Step, StepOperation } from "../events.ts";
import { DeploymentFailed, ResourceFailed } from "../failure.ts";
import type { Goal, Registered } from "../goal.ts";
import { recordOf, withAssets, withSecretOutputs } from "../state/record.ts";
import type { ResourceRecord } from "../state/state.ts";
import { ignoreChanges } from "./ignore-changes.ts";
import { keepPartlyMade } from "./partly-made.ts";
import { makeRoom } from "./replacement.ts";
import { stepOf } from "./steps.ts";

/** One resource on its way from what it is to what the program wants. */
interface Registration {
  readonly identity: Identity;
  readonly goal: Goal;
  readonly provider: ConfiguredProvider;
  readonly context: DeploymentContext;
}

/**
 * Brings a resource that a provider makes to what the program wants: made, changed in place, replaced, taken over, or
 * left as it is.
 *
 * @throws DeploymentFailed or ResourceFailed saying why not.
 */
export async function registerCustom(
  urn: string,
  goal: Goal,
  old: ResourceRecord | undefined,
  context: DeploymentContext,
): Promise<Registered> {
  refuseWrongTimeouts(urn, goal);
  const provider = context.providers.of(goal.type, goal.provider);
  const registration: Registration = { identity: { urn, type: goal.type, name: goal.name }, goal, provider, context };
  if (isToBeImported(goal, old)) return reconcile(registration, await takeOver(registration, old), true);

  if (old === undefined || old.pendingReplacement || old.external) {
    const generation = old === undefined ? 0 : old.generation + 1;
    if (old?.pendingReplacement) {
      context.replaced.add(urn);
      context.steps.count("replace");
    }
    const inputs = checked(registration, goal.inputs, {}, generation);
    context.plan?.onInputs(urn, goal, {}, inputs);
    return create(registration, inputs, generation, old?.pendingReplacement ? "create-replacement" : "create");
  }
  return reconcile(registration, old);
}

/** Brings what there is to what the program wants. What has just been imported has been told of, and may be all right. */
async function reconcile(registration: Registration, old: ResourceRecord, isImported = false): Promise<Registered> {
  const { identity, goal, context } = registration;
  const { id, generation } = old;
  const news = ignoreChanges(goal.inputs, old.inputs, goal.ignoreChanges);
  const inputs = checked(registration, news, old.inputs, generation);
  context.plan?.onInputs(identity.urn, goal, old.inputs, inputs);
  const diff = diffOf(registration, old, inputs);
  if (diff.replaces.length > 0 || isForced(registration, old)) return replace(registration, old, news, diff);
  if (diff.differences.size > 0 || isUnfinished(old.outputs)) return update(registration, old, inputs, diff);
  if (!isImported) return same(registration, old, inputs);
  return keep(registration, { id, inputs, outputs: withAssets(old.outputs, inputs), generation });
}

/**
 * Whether the program names a resource to take over that is not the one there is. An id to import by may have another form
 * than the id that the provider gives then.
 */
function isToBeImported({ importId }: Goal, old: ResourceRecord | undefined): boolean {
  return importId !== "" && (old === undefined || old.external || importId !== (old.importId ?? old.id));
}

/** A duration as Go reads it (`time.ParseDuration`). */
const DURATION = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/** Nothing here takes so long that a timeout counts, but the CLI refuses one that is none. */
function refuseWrongTimeouts(urn: string, { timeouts = [] }: Goal): void {
  const wrong = timeouts.find((text) => !DURATION.test(text));
  if (wrong !== undefined) throw new ResourceFailed(urn, `unable to parse customTimeout Value ${wrong}`);
}

/**
 * Tells what is wrong with a resource's inputs although the run has failed already, so that a person who mends a
 * program sees all mistakes at once. Nothing is made.
 *
 * @throws DeploymentFailed in any case, ResourceFailed with what is wrong.
 */
export function checkOnly(urn: string, goal: Goal, old: ResourceRecord | undefined, context: DeploymentContext): never {
  const provider = context.providers.of(goal.type, goal.provider);
  const identity = { urn, type: goal.type, name: goal.name };
  checked({ identity, goal, provider, context }, goal.inputs, old?.inputs ?? {}, old?.generation ?? 0);
  throw new DeploymentFailed("the operation has failed");
}

/** @throws ResourceFailed with everything that is wrong with the inputs. */
function checked(registration: Registration, news: PropertyMap, olds: PropertyMap, generation: number): PropertyMap {
  const { identity, provider, context } = registration;
  const randomSeed = createHash("sha256").update(`${identity.urn}#${generation}`).digest();
  const { inputs, failures } = provider.check(identity, { olds, news, randomSeed });
  if (failures.length > 0) throw new ResourceFailed(identity.urn, failures.map(wording).join("\n"));
  if (!context.dryRun) {
    const unknown = Object.keys(inputs).find((name) => hasUnknown(inputs[name]));
    if (unknown !== undefined) throw new ResourceFailed(identity.urn, `${unknown} is not known when it is needed`);
  }
  return inputs;
}

function wording({ property, reason }: CheckFailure): string {
  return property === "" ? reason : `${property}: ${reason}`;
}

/** The provider's diff, with what the program says about replacement on top. */
function diffOf({ identity, goal, provider }: Registration, old: ResourceRecord, newInputs: PropertyMap): ResourceDiff {
  const { inputs: oldInputs, outputs: oldOutputs } = old;
  const diff = provider.diff(identity, { oldInputs, oldOutputs, newInputs, ignoreChanges: goal.ignoreChanges });
  const patterns = goal.replaceOnChanges.map(parsePath);
  const differences = new Map(diff.differences);
  for (const [path, kind] of diff.differences) {
    if (patterns.some((pattern) => covers(pattern, parsePath(path)))) differences.set(path, replaceKind(kind));
  }
  const replaces = [...differences].filter(([, kind]) => kind.endsWith("-replace")).map(([path]) => path);
  return { ...diff, differences, replaces };
}

/** Whether it is replaced although nothing of its inputs says so. */
function isForced({ identity, goal, context }: Registration, old: ResourceRecord): boolean {
  const { selection, replaced } = context;
  if (selection.isReplaced(identity.urn) || goal.replaceWith.some((urn) => replaced.has(urn))) return true;
  const { replacementTrigger: now } = recordOf(identity.urn, goal, 0);
  const { replacementTrigger: before } = old;
  // The first value and the last replace nothing (https://github.com/pulumi/pulumi/pull/20936).
  return now !== undefined && before !== undefined && (now === "" || now !== before);
}

async function same(registration: Registration, old: ResourceRecord, inputs: PropertyMap): Promise<Registered> {
  const { identity, context } = registration;
  const { id, generation } = old;
  const outputs = withAssets(old.outputs, inputs);
  return context.steps.run(stepOf("same", { urn: identity.urn, custom: true }), () =>
    keep(registration, { id, inputs, outputs, generation }),
  );
}

async function update(
  registration: Registration,
  old: ResourceRecord,
  inputs: PropertyMap,
  diff: ResourceDiff,
): Promise<Registered> {
  const { identity, provider, context } = registration;
  const { generation } = old;
  const after = planned(registration, { id: old.id, inputs, outputs: old.outputs, generation });
  const step = { ...stepOf("update", { urn: identity.urn, custom: true }), ...told(diff), after };
  return context.steps.run(step, async () => {
    if (context.dryRun) {
      return keep(registration, {
        id: old.id,
        inputs,
        outputs: provider.previewUpdate(identity, old, inputs),
        generation,
      });
    }
    const made = await keepPartlyMade(
      () => provider.update(identity, old, old.inputs, inputs),
      (partly) => keep(registration, { ...partly, inputs: old.inputs, generation }),
    );
    return keep(registration, { ...made, inputs, generation });
  });
}

async function create(
  registration: Registration,
  inputs: PropertyMap,
  generation: number,
  operation: StepOperation,
  diff?: ResourceDiff,
): Promise<Registered> {
  const { identity, provider, context } = registration;
  const after = planned(registration, { id: "", inputs, outputs: {}, generation });
  const step = { ...stepOf(operation, { urn: identity.urn, custom: true }), ...(diff ? told(diff) : {}), after };
  return context.steps.run(step, async () => {
    if (context.dryRun) {
      const { outputs } = provider.previewCreate(identity, inputs);
      return keep(registration, { id: UNKNOWN_TEXT, inputs, outputs, generation });
    }
    const made = await keepPartlyMade(
      () => provider.create(identity, inputs),
      (partly) => keep(registration, { ...partly, inputs, generation }),
    );
    return keep(registration, { ...made, inputs, generation });
  });
}

/** A replacement has a name of its own, so its inputs are checked as those of a new resource. */
async function replace(
  registration: Registration,
  old: ResourceRecord,
  news: PropertyMap,
  diff: ResourceDiff,
): Promise<Registered> {
  const { identity, goal, context } = registration;
  if (old.protect && goal.protect) {
    throw new ResourceFailed(
      identity.urn,
      `must be replaced (${diff.replaces.join(", ")} changed), but it is protected: set protect to false first`,
    );
  }
  refuseOtherId(registration);
  const generation = old.generation + 1;
  const inputs = checked(registration, news, {}, generation);
  const after = planned(registration, { id: "", inputs, outputs: {}, generation });
  const step = { ...stepOf("replace", { urn: identity.urn, custom: true }), ...told(diff), before: old, after };
  context.replaced.add(identity.urn);
  context.steps.count(step.operation);
  context.steps.emit({ kind: "step-started", step });
  const started = performance.now();
  const deleteFirst = goal.deleteBeforeReplace ?? diff.cannotCoexist ?? diff.deleteBeforeReplace;
  const registered = await makeRoom({ ...old, protect: false }, deleteFirst, context, () =>
    create(registration, inputs, generation, "create-replacement", diff),
  );
  const milliseconds = performance.now() - started;
  context.steps.emit({ kind: "step-finished", step, milliseconds });
  return registered;
}

/** A replacement has another id than the one that the program imports, which the next run would look for. */
function refuseOtherId({ identity, goal, context }: Registration): void {
  if (goal.importId === "") return;
  const message =
    "previously-imported resources that still specify an ID may not be replaced; " +
    "please remove the `import` declaration from your program";
  if (!context.dryRun) throw new ResourceFailed(identity.urn, message);
  context.steps.emit({ kind: "diagnostic", severity: "warning", message, urn: identity.urn });
}

/**
 * `import`: the resource is there already. It is taken over as it is, and then brought to what the program says like any
 * other (https://www.pulumi.com/docs/iac/guides/migration/import/, "Mismatched state"). One that the program had in its
 * place goes at the end.
 */
async function takeOver(registration: Registration, old: ResourceRecord | undefined): Promise<ResourceRecord> {
  const { identity, goal, provider, context } = registration;
  const { state, steps } = context;
  return steps.run(stepOf("import", { urn: identity.urn, custom: true }), async () => {
    const found = await provider.read(identity, goal.importId);
    if (found === undefined) {
      throw new ResourceFailed(
        identity.urn,
        `cannot be imported: there is no ${identity.type} with the id ${goal.importId}`,
      );
    }
    const isOutgoing = old !== undefined && !old.external && !old.pendingReplacement && old.id !== found.id;
    if (isOutgoing) state.put({ ...old, pendingDelete: true });
    const record = { ...recordOf(identity.urn, goal, state.nextOrder()), ...found };
    state.put(record);
    return record;
  });
}

/** What a step tells of a difference. */
function told({ differences }: ResourceDiff): Pick<Step, "differences" | "kinds"> {
  return { differences: [...differences.keys()], kinds: differences };
}

/** The resource as a step is to leave it. */
function planned(
  { identity, goal }: Registration,
  made: Pick<ResourceRecord, "id" | "inputs" | "outputs" | "generation">,
): ResourceRecord {
  return { ...recordOf(identity.urn, goal, 0), ...made };
}

/** Records the resource as it now is, and answers the program. */
function keep(
  { identity, goal, context }: Registration,
  made: { id: string; inputs: PropertyMap; outputs: PropertyMap; generation: number },
): Registered {
  const outputs = withSecretOutputs(made.outputs, goal.additionalSecretOutputs);
  const { state } = context;
  state.put({ ...recordOf(identity.urn, goal, state.nextOrder()), ...made, outputs });
  return { urn: identity.urn, id: made.id, outputs };
}
