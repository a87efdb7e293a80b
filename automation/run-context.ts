import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Failure } from "./failures.ts";
import type { Interruption } from "./interruption.ts";
import { type Lifetime, lifetimeOf, lifetimeTags, resourceTags } from "./lifetime.ts";
import { Progress } from "./progress.ts";
import { defaultState, type ENGINES, openStacks } from "./pulumi-stacks.ts";
import { regionOf } from "./region.ts";
import { type Origin, originOf } from "./repository.ts";
import type { Stack, Stacks } from "./stack.ts";
import { stackName } from "./stack-name.ts";

/** The options that every verb takes. */
export interface CommonOptions {
  readonly local?: boolean;
  readonly stack?: string;
  readonly json?: boolean;
  readonly state?: string;
  readonly engine: (typeof ENGINES)[number];
}

/** Those of verbs that deploy. */
export interface DeployOptions extends CommonOptions {
  readonly config: Readonly<Record<string, string>>;
  readonly unset: readonly string[];
  readonly ttl: number;
  readonly speed?: number;
}

/** The process, as verbs see it. */
export interface Surface {
  readonly environment: NodeJS.ProcessEnv;
  readonly interruption: Interruption;
  readonly isTerminal: boolean;
  readonly columns: number;
  out(text: string): void;
  error(text: string): void;
  now(): Date;
  /** Resolves after so many milliseconds. */
  pause(milliseconds: number): Promise<void>;
}

const PROJECT = dirname(import.meta.dirname);
const NAMESPACE = "websocket-orders";

/** What the verbs are carried out with. */
export class RunContext {
  readonly surface: Surface;
  readonly progress: Progress;
  readonly stacks: Stacks;
  readonly origin: Origin;
  readonly project = PROJECT;
  readonly #options: CommonOptions;
  readonly #region: string;

  private constructor(surface: Surface, options: CommonOptions, stacks: Stacks, origin: Origin, region: string) {
    this.surface = surface;
    this.#region = region;
    this.#options = options;
    this.stacks = stacks;
    this.origin = origin;
    this.progress = progressOn(surface, options.json === true);
  }

  /** @throws Failure when there is nothing to deploy with. */
  static async open(surface: Surface, options: CommonOptions & { readonly speed?: number }): Promise<RunContext> {
    refuseWithoutLocal(options);
    const { environment } = surface;
    const region = await regionOf(environment, options.local === true);
    const [origin, stacks] = await Promise.all([
      originOf(environment, PROJECT),
      openStacks({
        local: options.local === true,
        engine: options.engine,
        state: resolve(options.state ?? defaultState(PROJECT)),
        speed: options.speed ?? 1,
        project: PROJECT,
        projectName: projectName(),
        region,
        environment,
      }),
    ]);
    return new RunContext(surface, options, stacks, origin, region);
  }

  /** The stack that the command is about: `--stack`, else the one of this pull request, CI run or branch. */
  get stackName(): string {
    return this.#options.stack ?? stackName(this.origin);
  }

  /** The name for a stack that only this run uses, unless the command or the pull request names one. */
  get ownStackName(): string {
    if (this.#options.stack !== undefined || this.origin.pullRequest !== undefined) return this.stackName;
    return stackName({ ...this.origin, unique: `${process.pid} ${this.surface.now().toISOString()}` });
  }

  /** From now on; a stack that is there already was created when its tags say so. */
  async lifetime(ttl: number, stack?: Stack): Promise<Lifetime> {
    const now = this.surface.now();
    const { owner, commit, branch } = this.origin;
    const before = stack === undefined ? undefined : lifetimeOf(await stack.tags());
    return { owner, commit, branch, created: before?.created ?? now, expires: new Date(now.getTime() + ttl) };
  }

  /** What a stack is configured with: the person's values, the region, and tags that tell whose it is. */
  configuration(options: DeployOptions, lifetime: Lifetime): Record<string, string> {
    const given = Object.fromEntries(Object.entries(options.config).map(([key, value]) => [fullKey(key), value]));
    return {
      "aws:region": this.#region,
      ...given,
      [`${NAMESPACE}:tags`]: resourceTags(lifetime, given[`${NAMESPACE}:tags`]),
    };
  }

  /** The keys that the stack is to forget. */
  unset({ unset }: DeployOptions): readonly string[] {
    return unset.map(fullKey);
  }

  tags(lifetime: Lifetime): Record<string, string> {
    return lifetimeTags(lifetime);
  }

  /** The command that destroys a stack by hand. */
  destroyCommand(name: string): string {
    const { local, state, engine } = this.#options;
    const backend = this.surface.environment["PULUMI_BACKEND_URL"] ?? "";
    const words = ["npm run stack -- destroy", "--stack", name];
    if (local === true) words.push("--local");
    // Where the stacks are is part of which stack it is.
    else if (backend !== "") words.unshift(`PULUMI_BACKEND_URL=${quoted(backend)}`);
    if (state !== undefined) words.push("--state", quoted(state));
    if (engine !== "auto") words.push("--engine", engine);
    return words.join(" ");
  }

  /** The answer to `--json`, or the same for people. */
  answer(data: Readonly<Record<string, unknown>>, text: string): void {
    this.surface.out(this.#options.json === true ? `${JSON.stringify(data, null, 2)}\n` : text);
  }
}

/** What means something to local stacks only is not ignored elsewhere. */
function refuseWithoutLocal({ local, state, engine, speed }: CommonOptions & { readonly speed?: number }): void {
  if (local === true) return;
  const only = { "--state": state, "--engine embedded": engine === "embedded" || undefined, "--speed": speed };
  const [wrong] = Object.entries(only).find(([, value]) => value !== undefined) ?? [];
  if (wrong !== undefined) throw new Failure(`${wrong} is for local stacks: add --local, or leave it out.`);
}

/** As one word of a shell's command line. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A key without namespace is the program's. */
function fullKey(key: string): string {
  return key.includes(":") ? key : `${NAMESPACE}:${key}`;
}

function progressOn({ isTerminal, columns, error }: Surface, json: boolean): Progress {
  return new Progress({ isTerminal, columns, json, write: error });
}

function projectName(): string {
  const [, name] = /^name:\s*(\S+)/m.exec(readFileSync(resolve(PROJECT, "Pulumi.yaml"), "utf8")) ?? [];
  if (name === undefined) throw new Failure("Pulumi.yaml has no name.");
  return name;
}
