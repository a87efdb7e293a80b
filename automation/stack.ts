import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { TaggedResource } from "./tagged-resources.ts";

/** How an operation is watched and ended. */
export interface RunOptions {
  readonly onEvent: (event: EngineEvent) => void;
  /** Ends the operation; what is under way is finished and recorded. */
  readonly signal?: AbortSignal;
}

/** How many resources had which step. */
export type Changes = Readonly<Record<string, number>>;

/** One stack: what this automation needs of the Automation API's `Stack`. */
export interface Stack {
  readonly name: string;
  /** Whether it was made just now, with nothing in it. */
  readonly isNew: boolean;
  /** Sets values, after forgetting others. */
  configure(config: Readonly<Record<string, string>>, unset?: readonly string[]): Promise<void>;
  tag(tags: Readonly<Record<string, string>>): Promise<void>;
  /** Its tags; none of a stack that has just been made. */
  tags(): Promise<Readonly<Record<string, string>>>;
  preview(run: RunOptions): Promise<Changes>;
  up(run: RunOptions): Promise<Changes>;
  destroy(run: RunOptions): Promise<Changes>;
  outputs(): Promise<Readonly<Record<string, unknown>>>;
  /**
   * Makes a stack usable again whose operation was cut off: its lock is released and its pending operations are settled.
   *
   * @returns the URNs of resources that may exist without being recorded.
   */
  repair(): Promise<readonly string[]>;
  /** The types of the stack's resources, for what they cost. */
  resourceTypes(): Promise<readonly string[]>;
  /** Removes the stack and all that is known of it. It has no resources any more. */
  remove(): Promise<void>;
}

/** A stack in a list. */
export interface StackSummary {
  readonly name: string;
  /** Why its tags cannot be read, when they cannot: nobody can tell whether it may go. */
  readonly trouble?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Undefined when nothing has ever been deployed. */
  readonly resourceCount: number | undefined;
  readonly lastUpdate: Date | undefined;
  /** Whether an operation is under way. */
  readonly busy: boolean;
}

/** The stacks of this project, wherever they are kept. */
export interface Stacks {
  /** Opens a stack, which is made when it is not there. */
  open(name: string): Promise<Stack>;
  /** @returns undefined when there is no such stack. */
  find(name: string): Promise<Stack | undefined>;
  list(): Promise<readonly StackSummary[]>;
  /** Resources that carry this project's tag and a stack's name, by that name. */
  taggedResources(): Promise<ReadonlyMap<string, readonly TaggedResource[]>>;
  /** What crashed runs left besides stacks and resources; clears it away unless `dryRun`. */
  strays(dryRun: boolean): Promise<readonly string[]>;
}
