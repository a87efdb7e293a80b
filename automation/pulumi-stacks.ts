import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  LocalWorkspace,
  PulumiCommand,
  Stack as PulumiStack,
  StackAlreadyExistsError,
  StackNotFoundError,
} from "@pulumi/pulumi/automation/index.js";
import { EMBEDDED_CLI_ROOT, LocalStacks } from "../local/host/local-stacks.ts";
import { makeFolder } from "../local/host/state/json-file.ts";
import { EXIT } from "./exit-codes.ts";
import { Failure, failureOf, NO_CLI } from "./failures.ts";
import { AutomationStack, type Surroundings, summaryOf } from "./pulumi-stack.ts";
import type { Stack, StackSummary, Stacks } from "./stack.ts";
import type { TaggedResource, taggedResources } from "./tagged-resources.ts";

/** Which engine is to run. */
export const ENGINES = ["auto", "cli", "embedded"] as const;

/** Where stacks are and what they run on. */
export interface Target {
  /** On this machine, without an account. */
  readonly local: boolean;
  /** The Pulumi CLI, the engine of the local runtime, or the CLI where there is one. */
  readonly engine: (typeof ENGINES)[number];
  /** The folder that local stacks are kept in. */
  readonly state: string;
  /** How much faster than real time a local stack's waits pass. */
  readonly speed: number;
  /** The folder of `Pulumi.yaml`. */
  readonly project: string;
  readonly projectName: string;
  /** What the provider is configured with; a local stack's services are of this region. */
  readonly region: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Opens the stacks of a target, through the public Automation API in any case.
 *
 * @throws Failure when there is no CLI and one is needed.
 */
export async function openStacks(target: Target): Promise<Stacks> {
  const cli = target.engine === "embedded" ? undefined : await installedCli();
  if (!target.local) {
    if (cli === undefined) throw new Failure(NO_CLI);
    return new AutomationStacks(target, cli, new CloudPlace(target));
  }
  if (target.engine === "cli" && cli === undefined) {
    throw new Failure("There is no Pulumi CLI on the PATH: leave --engine out to use the embedded engine.");
  }
  const place = new LocalPlace(target, cli !== undefined);
  return new AutomationStacks(target, cli ?? (await PulumiCommand.get({ root: EMBEDDED_CLI_ROOT })), place);
}

/** @returns undefined when there is none. */
async function installedCli(): Promise<PulumiCommand | undefined> {
  try {
    return await PulumiCommand.get();
  } catch (error) {
    // One that is too old says so; one that is not there cannot. EACCES is a folder of the PATH that is closed to this user.
    if (error instanceof Error && /ENOENT|EACCES|not found/.test(error.message)) return undefined;
    throw error;
  }
}

/** What differs between this machine and AWS. */
interface Place {
  environmentOf(name: string | undefined): Promise<Record<string, string>>;
  readonly surroundings: Surroundings;
  tagged(): Promise<ReadonlyMap<string, readonly TaggedResource[]>>;
  strays(known: ReadonlySet<string>, dryRun: boolean): Promise<readonly string[]>;
}

/** What the CLI is told for stacks that go again: their removal leaves the copies in a back end's `backups` behind. */
const EPHEMERAL = { PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true" };

class AutomationStacks implements Stacks {
  readonly #target: Target;
  readonly #command: PulumiCommand;
  readonly #place: Place;

  constructor(target: Target, command: PulumiCommand, place: Place) {
    this.#target = target;
    this.#command = command;
    this.#place = place;
  }

  async open(name: string): Promise<Stack> {
    const workspace = await this.#workspace(name);
    const { surroundings } = this.#place;
    try {
      return new AutomationStack(await PulumiStack.select(name, workspace), surroundings);
    } catch (error) {
      if (!(error instanceof StackNotFoundError)) throw error;
    }
    try {
      return new AutomationStack(await PulumiStack.create(name, workspace), surroundings, true);
    } catch (error) {
      // Another run has made it meanwhile, and has it.
      if (!(error instanceof StackAlreadyExistsError)) throw error;
      return new AutomationStack(await PulumiStack.select(name, workspace), surroundings);
    }
  }

  async find(name: string): Promise<Stack | undefined> {
    try {
      const stack = await PulumiStack.select(name, await this.#workspace(name));
      return new AutomationStack(stack, this.#place.surroundings);
    } catch (error) {
      if (!(error instanceof StackNotFoundError)) throw error;
      // What was started to look for it.
      await this.#place.surroundings.afterRemoval?.(name);
      return undefined;
    }
  }

  async list(): Promise<readonly StackSummary[]> {
    const workspace = await this.#workspace(undefined);
    const summaries: StackSummary[] = [];
    for (const each of await workspace.listStacks()) {
      try {
        summaries.push(summaryOf(each, await workspace.listTags(each.name)));
      } catch (error) {
        // One that has been removed meanwhile is no stack any more.
        if (error instanceof StackNotFoundError) continue;
        summaries.push({ ...summaryOf(each, {}), trouble: failureOf(error, EXIT.other).message });
      }
    }
    return summaries;
  }

  taggedResources(): Promise<ReadonlyMap<string, readonly TaggedResource[]>> {
    return this.#place.tagged();
  }

  async strays(dryRun: boolean): Promise<readonly string[]> {
    const workspace = await this.#workspace(undefined);
    const known = new Set((await workspace.listStacks()).map(({ name }) => name));
    return this.#place.strays(known, dryRun);
  }

  async #workspace(name: string | undefined): Promise<LocalWorkspace> {
    const envVars = { ...EPHEMERAL, ...(await this.#place.environmentOf(name)) };
    return LocalWorkspace.create({ workDir: this.#target.project, pulumiCommand: this.#command, envVars });
  }
}

/** Stacks in the back end that the CLI is logged in to. */
class CloudPlace implements Place {
  readonly surroundings: Surroundings = { previewsFirst: true };
  readonly #target: Target;

  constructor(target: Target) {
    this.#target = target;
  }

  async environmentOf(): Promise<Record<string, string>> {
    return {};
  }

  tagged(): Promise<ReadonlyMap<string, readonly TaggedResource[]>> {
    const { projectName, region } = this.#target;
    // What is global, such as CloudFront, answers in us-east-1 alone.
    return askForTagged(
      projectName,
      [...new Set([region, "us-east-1"])].map((each) => ({ region: each })),
    );
  }

  async strays(): Promise<readonly string[]> {
    return [];
  }
}

/** Stacks on this machine, each with a host of its own. */
class LocalPlace implements Place {
  readonly #target: Target;
  readonly #hosts: LocalStacks;
  readonly #withCli: boolean;

  constructor(target: Target, withCli: boolean) {
    this.#target = target;
    this.#withCli = withCli;
    this.#hosts = new LocalStacks(target.state, target.project);
  }

  get surroundings(): Surroundings {
    if (!this.#withCli) return {};
    return {
      previewsFirst: true,
      extraOutputs: async (name) => ({ awsEndpointUrl: (await this.#serve(name)).url }),
      afterRemoval: (name) => this.#hosts.end(name),
    };
  }

  async environmentOf(name: string | undefined): Promise<Record<string, string>> {
    const { state, speed, environment } = this.#target;
    makeFolder(state);
    const common = {
      PULUMI_BACKEND_URL: pathToFileURL(state).href,
      ...localPassphrase(environment),
      LOCAL_SPEED: String(speed),
    };
    if (!this.#withCli) return common;
    const cli = { ...common, PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" };
    if (name === undefined) return cli;
    return { ...cli, PULUMI_DEBUG_PROVIDERS: `aws:${(await this.#serve(name)).providerPort}` };
  }

  tagged(): Promise<ReadonlyMap<string, readonly TaggedResource[]>> {
    const { projectName } = this.#target;
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const clients = this.#hosts.endpoints().map((endpoint) => ({ endpoint, region: "us-east-1", credentials }));
    return askForTagged(projectName, clients);
  }

  async strays(known: ReadonlySet<string>, dryRun: boolean): Promise<readonly string[]> {
    const strays = this.#hosts.placesWithoutStack().filter((name) => !known.has(name));
    if (dryRun) return strays;
    const left: string[] = [];
    for (const name of strays) {
      await this.#hosts.end(name).catch((error: unknown) => left.push(failureOf(error, EXIT.cleanup).message));
    }
    if (left.length > 0) throw new Failure(left.join("\n"), EXIT.cleanup);
    return strays;
  }

  #serve(name: string): ReturnType<LocalStacks["serve"]> {
    const { region, environment, speed } = this.#target;
    return this.#hosts.serve(name, { "aws:region": region }, { ...environment, LOCAL_SPEED: String(speed) });
  }
}

/** The person's passphrase where there is one, in either form that the CLI takes: a local stack needs none. */
function localPassphrase(environment: NodeJS.ProcessEnv): Record<string, string> {
  const { PULUMI_CONFIG_PASSPHRASE: given, PULUMI_CONFIG_PASSPHRASE_FILE: file = "" } = environment;
  return given === undefined && file !== "" ? {} : { PULUMI_CONFIG_PASSPHRASE: given ?? "" };
}

/** Where local stacks are kept unless told otherwise. */
export function defaultState(project: string): string {
  return join(project, ".data");
}

/** The client of that API is loaded by the verbs that use it. */
async function askForTagged(
  ...[project, clients]: Parameters<typeof taggedResources>
): ReturnType<typeof taggedResources> {
  const loaded = await import("./tagged-resources.ts");
  return loaded.taggedResources(project, clients);
}
