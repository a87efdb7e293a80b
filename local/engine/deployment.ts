import { UNKNOWN_TEXT } from "../provider/property-bag.ts";
import { equal, type PropertyMap } from "../provider/values.ts";
import type { Configuration } from "./configuration.ts";
import { DeploymentFailed, ResourceFailed } from "./failure.ts";
import { foundations } from "./foundations.ts";
import type { Goal, Registered } from "./goal.ts";
import type { Plan } from "./plan.ts";
import { remoteComponentRefusal } from "./remote-component.ts";
import { isAlwaysSelected } from "./selection.ts";
import { recordOf, withAssets, withSecretOutputs } from "./state/record.ts";
import type { ResourceRecord } from "./state/state.ts";
import { createUrn, PROVIDER_TYPE_PREFIX, STACK_TYPE } from "./state/urn.ts";
import { type DeletionContext, deleteSelected } from "./steps/deletions.ts";
import { checkOnly, registerCustom } from "./steps/register-custom.ts";
import { stepOf } from "./steps/steps.ts";

/** Where a deployment takes place. */
export interface DeploymentContext extends DeletionContext {
  readonly project: string;
  readonly stack: string;
  readonly configuration: Configuration;
  /** What is wrong with the configuration, as far as the project file tells. */
  readonly configurationProblems: readonly string[];
  /** The text of a new UUID. */
  readonly uuid: () => string;
  /** Takes note of what is done, or holds the run to what was planned. */
  readonly plan?: Plan | undefined;
  /**
   * For a program that is run for what it says of its providers alone: what is done with each of its resources that there
   * is. Nothing is made, changed or deleted then.
   */
  readonly visit?: ((record: ResourceRecord) => Promise<void>) | undefined;
  /** The URNs of what this run has replaced. */
  readonly replaced: Set<string>;
}

/** A resource that exists already and is only looked up (`Table.get(…)`). */
export interface ReadGoal {
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly provider: string;
  readonly dependencies: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
}

/**
 * One run of a program against the stack's state: each resource that the program registers is compared with what there
 * is, and brought to what it should be; what the program no longer registers goes at the end.
 */
export class Deployment {
  readonly #context: DeploymentContext;
  readonly #seen = new Set<string>();
  /** What the program registers and the selection leaves alone. */
  readonly #left = new Set<string>();
  /** What failed or was skipped, where the operation continues on errors. */
  readonly #failed = new Set<string>();
  readonly #underWay = new Set<Promise<unknown>>();
  #outputs: PropertyMap = {};

  constructor(context: DeploymentContext) {
    this.#context = context;
  }

  /** The stack's outputs, as the program registered them. */
  get outputs(): PropertyMap {
    return this.#outputs;
  }

  /** Whether nothing new is begun any more. */
  get isOver(): boolean {
    return this.#context.steps.isOver;
  }

  /** @throws DeploymentFailed when the resource cannot be what the program wants; that has been told. */
  async register(goal: Goal): Promise<Registered> {
    const urn = this.#urnOf(goal);
    try {
      return await this.#guarded(urn, () => this.#register(urn, goal));
    } catch (error) {
      if (this.isOver || !(error instanceof DeploymentFailed)) throw error;
      this.#failed.add(urn);
      return { urn, id: "", outputs: {}, failed: true };
    }
  }

  async #register(urn: string, goal: Goal): Promise<Registered> {
    const { selection, steps, project, configuration, visit } = this.#context;
    if (visit !== undefined && !goal.type.startsWith(PROVIDER_TYPE_PREFIX)) return this.#visit(urn, goal, visit);
    if (!isAlwaysSelected(urn) && !selection.has(urn, goal)) return this.#leave(urn, goal);
    this.#refuseWithoutFoundations(urn, goal);
    if (goal.custom) this.refuseWrongConfiguration();
    if (goal.remote) throw new ResourceFailed(urn, remoteComponentRefusal(urn, project, configuration));
    const failed = foundations(goal).find((other) => this.#failed.has(other));
    if (failed !== undefined) throw new DeploymentFailed(`${urn} stands on ${failed}, which has failed`);
    const old = this.#oldOf(urn, goal.aliases);
    if (goal.type.startsWith(PROVIDER_TYPE_PREFIX)) return this.#registerProvider(urn, goal, old);
    if (!goal.custom) return this.#registerComponent(urn, goal, old);
    if (steps.isOver) return checkOnly(urn, goal, old, this.#context);
    return registerCustom(urn, goal, old, this.#context);
  }

  /** @throws DeploymentFailed when there is no such resource; that has been told. */
  read(goal: ReadGoal): Promise<Registered> {
    const { type, name, id } = goal;
    const urn = this.#urnOf(goal);
    return this.#guarded(urn, async () => {
      this.refuseWrongConfiguration();
      if (id === UNKNOWN_TEXT) return { urn, id, outputs: {} };
      const { state, providers, steps } = this.#context;
      const found = await steps.run(stepOf("read", { urn, custom: true }), async () => {
        // What the program says of the resource is the state that it is looked up by, as in the CLI.
        const known = { inputs: {}, outputs: goal.inputs };
        const read = await providers.of(type, goal.provider).read({ urn, type, name }, id, known);
        if (read === undefined) throw new ResourceFailed(urn, `there is no ${type} with the id ${id}`);
        return read;
      });
      const outputs = withSecretOutputs(found.outputs, goal.additionalSecretOutputs);
      state.put({
        ...recordOf(urn, { ...EXTERNAL_GOAL, ...goal }, state.nextOrder()),
        external: true,
        id,
        outputs,
      });
      return { urn, id, outputs };
    });
  }

  /** Takes the outputs of a component or of the stack. */
  async registerOutputs(urn: string, outputs: PropertyMap): Promise<void> {
    const { state, steps, visit } = this.#context;
    if (this.#left.has(urn) || visit !== undefined) return;
    const record = state.get(urn);
    if (record === undefined)
      throw steps.report(urn, new ResourceFailed(urn, "registers outputs without being registered"));
    // What a program could not say because something has failed is not gone for that (`finalizingStackOutputs`).
    state.put({ ...record, outputs: steps.failed ? { ...record.outputs, ...outputs } : outputs });
    if (record.type === STACK_TYPE) this.#outputs = outputs;
  }

  /**
   * A program that took a wrong configuration without a word makes nothing with it, and asks for nothing.
   *
   * @throws DeploymentFailed; what is wrong has been told.
   */
  refuseWrongConfiguration(): void {
    const { steps, configurationProblems } = this.#context;
    if (configurationProblems.length === 0) return;
    if (!steps.failed) steps.emit({ kind: "diagnostic", severity: "error", message: configurationProblems.join("\n") });
    // Told or not: where errors end nothing, this does.
    throw new DeploymentFailed("the configuration is wrong");
  }

  /** Waits for what is under way, as after a failure. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  /**
   * Deletes what replacements left and what the program no longer has, once the program has ended well. What stands on
   * something that failed or was skipped may still need what it had.
   */
  async finish(): Promise<void> {
    const { state, steps, plan, visit } = this.#context;
    if (visit !== undefined) return;
    const gone = state.all().filter((record) => record.pendingDelete || !this.#seen.has(record.urn));
    const failed = state.all().filter(({ urn }) => this.#failed.has(urn));
    await deleteSelected(gone, this.#context, failed);
    if (steps.failed) return;
    for (const urn of plan?.unmet((each) => state.get(each) !== undefined) ?? []) {
      steps.report(urn, new ResourceFailed(urn, `expected resource operations for ${urn} but none were seen`));
    }
  }

  /** Claims the URN, and turns whatever goes wrong into a diagnostic about it. */
  async #guarded(urn: string, work: () => Promise<Registered>): Promise<Registered> {
    const { steps } = this.#context;
    if (this.#seen.has(urn)) {
      throw steps.report(
        urn,
        new ResourceFailed(urn, `the name is taken: the program has two resources with the URN ${urn}`),
      );
    }
    this.#seen.add(urn);
    const running = work();
    this.#underWay.add(running);
    try {
      return await running;
    } catch (error) {
      throw steps.report(urn, error);
    } finally {
      this.#underWay.delete(running);
    }
  }

  #urnOf({ type, name, parent }: Pick<Goal, "type" | "name" | "parent">): string {
    const { stack, project } = this.#context;
    return createUrn({ stack, project, type, name, parent });
  }

  /** Is told to the program as it is; nothing is known of what is not there. */
  async #visit(urn: string, goal: Goal, visit: NonNullable<DeploymentContext["visit"]>): Promise<Registered> {
    const old = this.#oldOf(urn, goal.aliases);
    if (old !== undefined && this.#context.selection.has(urn, old)) await visit(old);
    const record = this.#context.state.get(urn);
    if (record === undefined) return { urn, id: "", outputs: {}, unknown: true };
    return { urn, id: record.id, outputs: withAssets(record.outputs, goal.inputs) };
  }

  /** Stays as it is, or unmade: its outputs are unknown then. */
  async #leave(urn: string, goal: Goal): Promise<Registered> {
    this.#left.add(urn);
    const old = this.#oldOf(urn, goal.aliases);
    if (old === undefined) return { urn, id: "", outputs: {}, unknown: true };
    return this.#context.steps.run(stepOf("same", old), () => ({
      urn,
      id: old.id,
      outputs: withAssets(old.outputs, goal.inputs),
    }));
  }

  #refuseWithoutFoundations(urn: string, goal: Goal): void {
    const { state } = this.#context;
    const missing = foundations(goal).find((other) => this.#left.has(other) && state.get(other) === undefined);
    if (missing === undefined) return;
    throw new ResourceFailed(urn, `stands on ${missing}, which is not there and not selected: select that as well`);
  }

  #oldOf(urn: string, aliases: readonly string[]): ResourceRecord | undefined {
    const { state } = this.#context;
    const old = state.get(urn);
    if (old !== undefined) return old;
    const alias = aliases.find((other) => state.get(other) !== undefined);
    if (alias === undefined) return undefined;
    state.rename(alias, urn);
    return state.get(urn);
  }

  async #registerComponent(urn: string, goal: Goal, old: ResourceRecord | undefined): Promise<Registered> {
    const { state, steps } = this.#context;
    if (goal.type === STACK_TYPE && goal.parent !== "") throw new ResourceFailed(urn, "a stack has no parent");
    steps.goOn();
    const operation = old === undefined ? "create" : equal(old.inputs, goal.inputs) ? "same" : "update";
    await steps.run(stepOf(operation, { urn, custom: false }), () =>
      state.put({ ...recordOf(urn, goal, state.nextOrder()), outputs: old?.outputs ?? {} }),
    );
    return { urn, id: "", outputs: {} };
  }

  /** An explicit provider instance is a resource of the engine's own: it is configured, not made. */
  async #registerProvider(urn: string, goal: Goal, old: ResourceRecord | undefined): Promise<Registered> {
    const { state, providers, dryRun, uuid } = this.#context;
    const name = goal.type.slice(PROVIDER_TYPE_PREFIX.length);
    if (name !== "aws") throw new ResourceFailed(urn, `the local runtime does not serve the package ${name}`);
    providers.configure(urn, goal.inputs);
    const id = old?.id ?? (dryRun ? UNKNOWN_TEXT : uuid());
    state.put({ ...recordOf(urn, goal, state.nextOrder()), id, outputs: goal.inputs });
    return { urn, id, outputs: goal.inputs };
  }
}

/** What a resource that is only read leaves out of a goal. */
const EXTERNAL_GOAL = {
  custom: true,
  remote: false,
  propertyDependencies: {},
  version: "",
  aliases: [],
  ignoreChanges: [],
  replaceOnChanges: [],
  replaceWith: [],
  replacementTrigger: undefined,
  deleteBeforeReplace: undefined,
  protect: false,
  retainOnDelete: false,
  deletedWith: "",
  importId: "",
} as const;
