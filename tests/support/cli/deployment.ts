import { randomBytes } from "node:crypto";
import type { JsonObject } from "../../../local/json.ts";
import { UNKNOWN_TEXT } from "../../../local/provider/property-bag.ts";
import { type Identity, Plugin } from "./plugin.ts";

const PROVIDERS = "pulumi:providers:";

/** What a program wants a resource to be. */
export interface Goal extends Identity {
  readonly custom: boolean;
  readonly parent: string;
  readonly inputs: JsonObject;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `{urn}::{id}` of an explicit provider instance, or empty. */
  readonly provider: string;
  readonly ignoreChanges: readonly string[];
  readonly deleteBeforeReplace: boolean | undefined;
  /** The id of a resource that is there already. */
  readonly importId: string;
}

/** A resource in the state. */
export interface State extends Omit<Goal, "importId"> {
  readonly id: string;
  readonly outputs: JsonObject;
  /** Its replacement is there, and it is still to go. */
  readonly outgoing?: true;
}

/** What was done to which resource. */
export interface Step {
  readonly operation: "same" | "create" | "update" | "replace" | "delete" | "import" | "refresh";
  readonly urn: string;
  readonly paths: readonly string[];
}

/**
 * A run of the CLI against a state: what the engine asks of a provider, in its order (pulumi/pulumi
 * pkg/resource/deploy/{step_generator,step}.go). Of the engine's features it has those that show in a provider's calls.
 */
export class Deployment {
  readonly steps: Step[] = [];
  readonly #port: number;
  readonly #dryRun: boolean;
  readonly #config: JsonObject;
  readonly #olds: readonly State[];
  readonly #news = new Map<string, State>();
  readonly #plugins = new Map<string, Plugin>();
  /** Deleted before what replaces it is made. */
  readonly #gone = new Set<State>();
  readonly #outgoing: State[] = [];
  #default: Promise<Plugin> | undefined;

  /** @param config the options of the default provider. */
  constructor(options: { port: number; dryRun: boolean; config: JsonObject; state: readonly State[] }) {
    this.#port = options.port;
    this.#dryRun = options.dryRun;
    this.#config = options.config;
    this.#olds = options.state;
  }

  /** The state after the run: new resources in order of registration, and what could not go. */
  get state(): readonly State[] {
    return [...this.#news.values(), ...this.#outgoing.filter((old) => !this.#gone.has(old))];
  }

  async register(goal: Goal): Promise<State> {
    const old = this.#olds.find(({ urn, outgoing }) => urn === goal.urn && outgoing !== true);
    const made = await this.#bring(goal, old);
    this.#news.set(goal.urn, made);
    return made;
  }

  async invoke(token: string, args: JsonObject, provider: string): Promise<JsonObject> {
    return (await this.#plugin(provider)).invoke(token, args);
  }

  async lookUp(resource: Identity, id: string, known: JsonObject, provider: string): Promise<JsonObject> {
    if (id === UNKNOWN_TEXT) return {};
    const found = await (await this.#plugin(provider)).read(resource, id, { inputs: known, state: known });
    if (found === undefined) throw new Error(`resource '${id}' does not exist`);
    return found.outputs;
  }

  /** Deletes what replacements left and what was not registered, dependents first. */
  async finish(): Promise<void> {
    const unseen = this.#olds.filter((old) => !this.#news.has(old.urn) && !this.#gone.has(old));
    const going = this.#olds.filter((old) => unseen.includes(old) || this.#outgoing.includes(old));
    for (const old of [...going].reverse()) await this.#remove(old);
  }

  /** Reads everything, and compares what was found with what is known as an `up` would. */
  async refresh(): Promise<void> {
    for (const old of this.#olds) {
      if (!isManaged(old)) {
        this.#news.set(old.urn, old);
        continue;
      }
      const plugin = await this.#plugin(old.provider);
      const found = await plugin.read(old, old.id, { inputs: old.inputs, state: old.outputs });
      if (found === undefined) {
        this.#note("delete", old);
        continue;
      }
      const sides = { id: found.id, oldInputs: found.inputs, oldOutputs: found.outputs, newInputs: old.inputs };
      const diff = await plugin.diff(old, sides, old.ignoreChanges);
      this.#news.set(old.urn, { ...old, ...found });
      this.#note(diff.paths.length > 0 ? "update" : "refresh", old, diff.paths);
    }
  }

  async end(): Promise<void> {
    for (const plugin of this.#plugins.values()) await plugin.end();
    if (this.#default !== undefined) await (await this.#default).end();
  }

  async #bring(goal: Goal, old: State | undefined): Promise<State> {
    if (!goal.custom) return { ...goal, id: "", outputs: {} };
    if (goal.type.startsWith(PROVIDERS)) return this.#registerProvider(goal, old);
    const plugin = await this.#plugin(goal.provider);
    if (goal.importId !== "" && goal.importId !== old?.id) return this.#import(goal, plugin);
    const seed = randomBytes(32);
    const isNew = old === undefined || this.#gone.has(old);
    const inputs = await this.#check(plugin, goal, isNew ? {} : old.inputs, seed);
    if (isNew) return this.#create(plugin, { ...goal, inputs }, old === undefined ? "create" : "replace");
    const sides = { id: old.id, oldInputs: old.inputs, oldOutputs: old.outputs, newInputs: inputs };
    const diff = await plugin.diff(goal, sides, goal.ignoreChanges);
    if (diff.replaces.length > 0) {
      const fresh = { ...goal, inputs: await this.#check(plugin, goal, {}, seed) };
      if (goal.deleteBeforeReplace ?? diff.deleteBeforeReplace) await this.#makeRoom(old);
      else this.#outgoing.push(old);
      return this.#create(plugin, fresh, "replace", diff.paths);
    }
    this.#note(diff.paths.length > 0 ? "update" : "same", goal, diff.paths);
    const outputs = diff.paths.length > 0 ? await plugin.update(goal, sides, goal.ignoreChanges) : old.outputs;
    return { ...goal, inputs, id: old.id, outputs };
  }

  /** A connection of its own for every instance. */
  async #registerProvider(goal: Goal, old: State | undefined): Promise<State> {
    const plugin = await Plugin.attach(this.#port, this.#dryRun);
    const inputs = await plugin.configure(goal, goal.inputs);
    if (old !== undefined && (await plugin.diffConfig(goal, old.inputs, inputs))) throw new Error("another provider");
    const id = old?.id ?? (this.#dryRun ? UNKNOWN_TEXT : "instance");
    this.#plugins.set(`${goal.urn}::${id}`, plugin);
    return { ...goal, id, inputs, outputs: inputs };
  }

  async #create(
    plugin: Plugin,
    goal: Goal,
    operation: "create" | "replace",
    paths: readonly string[] = [],
  ): Promise<State> {
    this.#note(operation, goal, paths);
    return { ...goal, ...(await plugin.create(goal, goal.inputs)) };
  }

  /** The option `import`: the program must describe the resource as it is. */
  async #import(goal: Goal, plugin: Plugin): Promise<State> {
    const found = await plugin.read(goal, goal.importId);
    if (found === undefined) throw new Error(`resource '${goal.importId}' does not exist`);
    const inputs = await this.#check(plugin, goal, found.inputs, randomBytes(32));
    const sides = { id: found.id, oldInputs: found.inputs, oldOutputs: found.outputs, newInputs: inputs };
    const diff = await plugin.diff(goal, sides, goal.ignoreChanges);
    this.#note("import", goal, diff.paths);
    return { ...goal, inputs, id: found.id, outputs: found.outputs };
  }

  async #check(plugin: Plugin, goal: Goal, olds: JsonObject, seed: Uint8Array): Promise<JsonObject> {
    const { inputs, failures } = await plugin.check(goal, olds, goal.inputs, seed);
    if (failures.length > 0) throw new Error(`${goal.urn}: ${failures.join("; ")}`);
    return inputs;
  }

  /** Deletes a resource before its replacement is made, and first what would be replaced with it (`calculateDependentReplacements`). */
  async #makeRoom(root: State): Promise<void> {
    const replaced = new Set([root.urn]);
    const dependents: State[] = [];
    for (const other of this.#olds.filter((each) => isManaged(each) && !this.#news.has(each.urn))) {
      const touched = Object.keys(other.inputs).filter((name) =>
        other.propertyDependencies[name]?.some((urn) => replaced.has(urn)),
      );
      if (touched.length === 0) continue;
      const plugin = await this.#plugin(other.provider);
      const newInputs = { ...other.inputs, ...Object.fromEntries(touched.map((name) => [name, UNKNOWN_TEXT])) };
      const sides = { id: other.id, oldInputs: other.inputs, oldOutputs: other.outputs, newInputs };
      if ((await plugin.diff(other, sides, [], true)).replaces.length === 0) continue;
      replaced.add(other.urn);
      dependents.push(other);
    }
    for (const old of [...dependents.reverse(), root]) await this.#remove(old);
  }

  async #remove(old: State): Promise<void> {
    this.#gone.add(old);
    if (!isManaged(old)) return;
    this.#note("delete", old);
    if (!this.#dryRun) await (await this.#plugin(old.provider)).delete(old, old.id, old.inputs, old.outputs);
  }

  async #plugin(reference: string): Promise<Plugin> {
    const known = this.#plugins.get(reference);
    if (known !== undefined) return known;
    if (reference !== "" && !reference.includes("::default")) {
      const old = this.#olds.find(({ urn, id }) => `${urn}::${id}` === reference);
      if (old === undefined) throw new Error(`no provider ${reference}`);
      const plugin = await Plugin.attach(this.#port, this.#dryRun);
      await plugin.configure(old, old.inputs);
      this.#plugins.set(reference, plugin);
      return plugin;
    }
    this.#default ??= this.#attachDefault();
    return this.#default;
  }

  async #attachDefault(): Promise<Plugin> {
    const plugin = await Plugin.attach(this.#port, this.#dryRun);
    const type = `${PROVIDERS}aws`;
    await plugin.configure({ urn: `urn:pulumi:dev::p::${type}::default`, type, name: "default" }, this.#config);
    return plugin;
  }

  #note(operation: Step["operation"], { urn }: Identity, paths: readonly string[] = []): void {
    this.steps.push({ operation, urn, paths });
  }
}

function isManaged({ custom, type }: Pick<State, "custom" | "type">): boolean {
  return custom && !type.startsWith("pulumi:");
}
