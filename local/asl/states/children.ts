import type { Json } from "../../json.ts";
import type { Chain } from "../chain.ts";
import { Failure } from "../failure.ts";
import { walk } from "../interpreter.ts";

/** What a Parallel or Map makes of its branches or iterations. */
export interface ChildrenPlan {
  readonly count: number;
  /** How many may run at once. */
  readonly concurrency: number;
  /** Makes the chain of one; its beginning is written to the history here. */
  begin(index: number): Chain | Promise<Chain>;
  /** One has succeeded: its events. */
  succeeded(child: Chain): void;
  /**
   * The first one has failed: its events, before its siblings are ended.
   *
   * @param last The event that they refer to.
   */
  failed(child: Chain, last: number): void;
}

/**
 * Runs branches or iterations to their end. The first failure ends all others and is the failure of the whole; AWS lets it
 * out under its own name, which `States.BranchFailed` matches too [recall].
 *
 * Afterwards the parent's chain of events goes on from the last event of the one that ended last, or failed.
 */
export function runChildren(parent: Chain, plan: ChildrenPlan): Promise<Json> {
  return new Promise((resolve, reject) => new Children(parent, plan, resolve, reject).go());
}

class Children {
  readonly #parent: Chain;
  readonly #plan: ChildrenPlan;
  readonly #resolve: (results: Json) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #chains: (Chain | undefined)[];
  #next = 0;
  #running = 0;
  #succeeded = 0;
  #going = false;
  #over = false;

  constructor(parent: Chain, plan: ChildrenPlan, resolve: (results: Json) => void, reject: (reason: unknown) => void) {
    this.#parent = parent;
    this.#plan = plan;
    this.#resolve = resolve;
    this.#reject = reject;
    // Some have begun before a restart or a redrive.
    this.#chains = parent.visiting().children ?? [];
    parent.visiting().children = this.#chains;
  }

  /** Begins as many as may run. Called again for each that ends, often while beginning another: then it is at it already. */
  go(): void {
    if (this.#going) return;
    this.#going = true;
    while (this.#goesOn && this.#running < this.#plan.concurrency && this.#next < this.#plan.count) {
      this.#begin(this.#next++);
    }
    this.#going = false;
    if (this.#goesOn && this.#succeeded === this.#plan.count) {
      this.#over = true;
      this.#resolve(this.#chains.map((child) => child?.value ?? null));
    }
  }

  /** The parent may have been ended from the inside: by a States.Runtime, or a history that is full. */
  get #goesOn(): boolean {
    return !this.#over && this.#parent.status === "running";
  }

  #begin(index: number): void {
    const known = this.#chains[index];
    if (known?.status === "succeeded") {
      this.#succeeded++;
      return;
    }
    this.#running++;
    if (known !== undefined) {
      this.#walk(known);
      return;
    }
    try {
      const begun = this.#plan.begin(index);
      if (!(begun instanceof Promise)) {
        this.#adopt(index, begun);
        return;
      }
      begun.then(
        (child) => {
          if (this.#goesOn) this.#adopt(index, child);
        },
        (reason: unknown) => this.#fails(undefined, reason),
      );
    } catch (reason) {
      this.#fails(undefined, reason);
    }
  }

  #adopt(index: number, child: Chain): void {
    this.#chains[index] = child;
    this.#walk(child);
  }

  #walk(child: Chain): void {
    child.onEnd = (ended, failure) => this.#ended(ended, failure);
    walk(child);
  }

  #ended(child: Chain, failure: Failure | undefined): void {
    if (!this.#goesOn) return;
    if (failure !== undefined) {
      const alias = this.#parent.state.type === "Parallel" ? "States.BranchFailed" : undefined;
      this.#fails(child, new Failure(failure.error, failure.causeText, alias));
      return;
    }
    this.#running--;
    this.#succeeded++;
    try {
      this.#plan.succeeded(child);
    } catch (reason) {
      this.#fails(undefined, reason);
      return;
    }
    this.#parent.last = child.last;
    this.go();
  }

  /** @param child undefined where the failure came from beginning one. */
  #fails(child: Chain | undefined, reason: unknown): void {
    if (this.#over) return;
    this.#over = true;
    try {
      if (child !== undefined) {
        this.#plan.failed(child, child.abortFailed());
        this.#parent.last = child.last;
      }
      for (const sibling of this.#chains) sibling?.abort(this.#parent.last);
      this.#reject(reason);
    } catch (full) {
      this.#reject(full);
    }
  }
}
