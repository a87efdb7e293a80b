import type {
  EngineEvent,
  OpMap,
  OutputMap,
  Stack as PulumiStack,
  StackSummary as PulumiSummary,
} from "@pulumi/pulumi/automation/index.js";
import type { Changes, RunOptions, Stack, StackSummary } from "./stack.ts";

/** What a stack needs besides the Automation API. */
export interface Surroundings {
  /**
   * Whether `up` has to preview first, so that everything that is wrong with the program's inputs is told before anything is
   * made: the Automation API makes the CLI skip that. The embedded engine does it by itself.
   */
  readonly previewsFirst?: boolean;
  /** What to add to the outputs. */
  extraOutputs?(name: string): Promise<Readonly<Record<string, unknown>>>;
  /** Called when the stack has been removed. */
  afterRemoval?(name: string): Promise<void>;
}

/** A stack of the Automation API. */
export class AutomationStack implements Stack {
  readonly name: string;
  readonly isNew: boolean;
  readonly #stack: PulumiStack;
  readonly #surroundings: Surroundings;
  /** What the last `up` of this process answered: asking again takes the CLI two more runs. */
  #outputs: OutputMap | undefined;

  constructor(stack: PulumiStack, surroundings: Surroundings, isNew = false) {
    this.name = stack.name;
    this.#stack = stack;
    this.#surroundings = surroundings;
    this.isNew = isNew;
  }

  async configure(config: Readonly<Record<string, string>>, unset: readonly string[] = []): Promise<void> {
    if (unset.length > 0) await this.#stack.removeAllConfig([...unset]);
    await this.#stack.setAllConfig(Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }])));
  }

  async tag(tags: Readonly<Record<string, string>>): Promise<void> {
    // One after the other: each reads and writes the same record.
    for (const [name, value] of Object.entries(tags)) await this.#stack.setTag(name, value);
  }

  async tags(): Promise<Readonly<Record<string, string>>> {
    return this.isNew ? {} : await this.#stack.listTags();
  }

  async preview(run: RunOptions): Promise<Changes> {
    const { changeSummary } = await this.#stack.preview(optionsOf(run));
    return changesOf(changeSummary);
  }

  async up(run: RunOptions): Promise<Changes> {
    if (this.#surroundings.previewsFirst === true) {
      await this.#stack.preview(optionsOf({ ...run, onEvent: onlyErrors(run.onEvent) }));
      // The Automation API hears only of what is aborted once the CLI runs.
      run.signal?.throwIfAborted();
    }
    const { summary, outputs } = await this.#stack.up(optionsOf(run));
    this.#outputs = outputs;
    return changesOf(summary?.resourceChanges);
  }

  async destroy(run: RunOptions): Promise<Changes> {
    // One resource that cannot be deleted is no reason to leave others that cost something.
    const { summary } = await this.#stack.destroy({ ...optionsOf(run), continueOnError: true });
    return changesOf(summary?.resourceChanges);
  }

  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const outputs = this.#outputs ?? (await this.#stack.outputs());
    const values = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    return { ...values, ...(await this.#surroundings.extraOutputs?.(this.name)) };
  }

  async repair(): Promise<readonly string[]> {
    // Fails when nothing is under way, which is as well.
    await this.#stack.cancel().catch(() => undefined);
    // Destroying needs none of the program's values, and tells by itself why it cannot be done with them.
    await this.#forgetConfiguration().catch(() => undefined);
    const state = await this.#stack.exportStack();
    const deployment: Readonly<Record<string, unknown>> = state.deployment ?? {};
    const pending = deployment["pending_operations"];
    if (!Array.isArray(pending) || pending.length === 0) return [];
    await this.#stack.importStack({ ...state, deployment: { ...deployment, pending_operations: [] } });
    return pending.flatMap((operation) => (operation.type === "creating" ? [String(operation.resource?.urn)] : []));
  }

  /** The CLI refuses to destroy what is configured wrongly, as `up` was refused before. */
  async #forgetConfiguration(): Promise<void> {
    const { name: namespace } = await this.#stack.workspace.projectSettings();
    const keys = Object.keys(await this.#stack.getAllConfig()).filter((key) => key.startsWith(`${namespace}:`));
    if (keys.length > 0) await this.#stack.removeAllConfig(keys);
  }

  async resourceTypes(): Promise<readonly string[]> {
    const { deployment } = await this.#stack.exportStack();
    const resources: unknown = deployment?.resources ?? [];
    return Array.isArray(resources) ? resources.map(({ type }) => String(type)) : [];
  }

  async remove(): Promise<void> {
    await this.#stack.workspace.removeStack(this.name);
    await this.#surroundings.afterRemoval?.(this.name);
  }
}

/** The API's optional members must be absent rather than undefined. */
function optionsOf({ onEvent, signal }: RunOptions): { onEvent: (event: EngineEvent) => void; signal?: AbortSignal } {
  return signal === undefined ? { onEvent } : { onEvent, signal };
}

/** What a preview that goes well says, the run says again. */
function onlyErrors(onEvent: RunOptions["onEvent"]): RunOptions["onEvent"] {
  return (event) => {
    if (event.diagnosticEvent?.severity === "error") onEvent(event);
  };
}

function changesOf(map: OpMap | undefined): Changes {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([, count]) => count !== undefined && count > 0));
}

/** A stack in the API's list, with its tags. */
export function summaryOf(summary: PulumiSummary, tags: Readonly<Record<string, string>>): StackSummary {
  const { name, resourceCount, lastUpdate, updateInProgress } = summary;
  const date = lastUpdate === undefined ? undefined : new Date(lastUpdate);
  return {
    name: name.split("/").at(-1) ?? name,
    tags,
    resourceCount,
    lastUpdate: date === undefined || Number.isNaN(date.getTime()) ? undefined : date,
    busy: updateInProgress === true,
  };
}
