import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { Interruption } from "../../automation/interruption.ts";
import { Progress } from "../../automation/progress.ts";
import type { Changes, RunOptions, Stack, StackSummary, Stacks } from "../../automation/stack.ts";
import type { TaggedResource } from "../../automation/tagged-resources.ts";

/** The calls that a flow makes of a stack, in order. */
export type Call = "open" | "tag" | "configure" | "up" | "outputs" | "find" | "repair" | "destroy" | "remove";

/** What happens at a call: it fails, once or often, or somebody interrupts. */
export type Script = Partial<Record<Call, readonly (Error | "interrupt" | "ok")[]>>;

/** Stacks that are only remembered, and misbehave as a script says. */
export class FakeStacks implements Stacks {
  readonly calls: Call[] = [];
  exists = false;
  hasResources = false;
  isLocked = false;
  /** Whether it was there before, with resources and without an expiry. */
  isOthers = false;
  readonly #script: Script;
  readonly #counts = new Map<Call, number>();
  readonly #interrupt: () => void;

  constructor(script: Script, interrupt: () => void) {
    this.#script = script;
    this.#interrupt = interrupt;
  }

  async open(name: string): Promise<Stack> {
    // A CLI that dies may have made the stack before.
    this.exists = true;
    await this.happen("open");
    return this.#stack(name);
  }

  async find(name: string): Promise<Stack | undefined> {
    await this.happen("find");
    return this.exists ? this.#stack(name) : undefined;
  }

  async list(): Promise<readonly StackSummary[]> {
    return [];
  }

  async taggedResources(): Promise<ReadonlyMap<string, readonly TaggedResource[]>> {
    return new Map();
  }

  async strays(): Promise<readonly string[]> {
    return [];
  }

  async happen(call: Call): Promise<void> {
    this.calls.push(call);
    const count = this.#counts.get(call) ?? 0;
    this.#counts.set(call, count + 1);
    const event = this.#script[call]?.[count];
    if (event === "interrupt") this.#interrupt();
    if (event instanceof Error) throw event;
  }

  #stack(name: string): Stack {
    return {
      name,
      isNew: !this.isOthers,
      tag: () => this.happen("tag"),
      tags: async () => ({}),
      configure: () => this.happen("configure"),
      preview: async () => ({}),
      up: (run) => this.#up(run),
      outputs: async () => {
        await this.happen("outputs");
        return { webSocketUrl: "ws://x" };
      },
      repair: async () => {
        await this.happen("repair");
        this.isLocked = false;
        return [];
      },
      destroy: () => this.#destroy(),
      resourceTypes: async () => (this.isOthers ? ["aws:dynamodb/table:Table"] : []),
      remove: async () => {
        if (this.hasResources) throw new Error("still has resources");
        await this.happen("remove");
        this.exists = false;
      },
    };
  }

  async #up({ signal, onEvent }: RunOptions): Promise<Changes> {
    this.hasResources = true;
    this.isLocked = true;
    onEvent({ sequence: 0, timestamp: 0 } satisfies EngineEvent);
    await this.happen("up");
    if (signal?.aborted === true) throw new Error("update canceled");
    this.isLocked = false;
    return { create: 1 };
  }

  async #destroy(): Promise<Changes> {
    if (this.isLocked) throw new Error("the stack is currently locked by 1 lock(s)");
    await this.happen("destroy");
    this.hasResources = false;
    return { delete: 1 };
  }
}

/** A hand that presses ctrl-C. */
export function fakeInterruption(name: NodeJS.Signals = "SIGINT"): Interruption & { interrupt(): void } {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    forwarded: controller.signal,
    signalName: () => (controller.signal.aborted ? name : undefined),
    interrupt: () => controller.abort(),
  };
}

/** Progress that is kept as text. */
export function textProgress(): { readonly progress: Progress; text(): string } {
  let text = "";
  const write = (more: string): void => {
    text += more;
  };
  return { progress: new Progress({ isTerminal: false, columns: 80, json: false, write }), text: () => text };
}
