import type { Json } from "../../json.ts";
import type { Chain } from "../chain.ts";
import type { Execution, Outcome } from "../execution.ts";
import { Failure } from "../failure.ts";
import { HistoryFull } from "../history.ts";
import type { ChildRequest } from "../host.ts";
import type { Machine } from "../machine.ts";
import type { MapRun, MapRunChild } from "../map-run.ts";

/** As many child executions run at once at most, also with MaxConcurrency 0 (AWS: state-map-distributed). */
const DISTRIBUTED_CONCURRENCY = 10_000;

/** What starting a child costs of a turn of the event loop, in transitions. */
const START_COST = 5;

/** What the children of a run have in common, and their inputs. */
export interface MapRunPlan {
  readonly machine: Machine;
  readonly type: "STANDARD" | "EXPRESS";
  readonly label: string;
  readonly inputs: readonly Json[];
  /** Set where the run had begun before: children that were started then are taken up, not started. */
  readonly again: "redrive" | "resume" | undefined;
}

/**
 * Runs the children of a Map Run to their end.
 *
 * @returns the outputs of those that succeeded, in order; tolerated failures leave no gap [inferred].
 * @throws Failure once more have failed than are tolerated: what is running then is aborted, the rest stays pending.
 */
export function runMapRun(chain: Chain, run: MapRun, plan: MapRunPlan): Promise<Json> {
  return new Promise((resolve, reject) => new MapRunChildren(chain, run, plan, resolve, reject).go());
}

class MapRunChildren {
  readonly #chain: Chain;
  readonly #run: MapRun;
  readonly #plan: MapRunPlan;
  readonly #resolve: (results: Json) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #running = new Map<MapRunChild, Execution>();
  #next = 0;
  #over = false;
  /** It goes on in a later turn of the event loop by itself. */
  #postponed = false;

  constructor(
    chain: Chain,
    run: MapRun,
    plan: MapRunPlan,
    resolve: (results: Json) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#chain = chain;
    this.#run = run;
    this.#plan = plan;
    this.#resolve = resolve;
    this.#reject = reject;
    chain.cancel = () => this.#stop("ABORTED");
    run.onUpdate(() => this.go());
  }

  go(): void {
    if (this.#postponed) return;
    const { children, limits } = this.#run;
    const most = limits.maxConcurrency === 0 ? DISTRIBUTED_CONCURRENCY : limits.maxConcurrency;
    try {
      while (!this.#over && this.#running.size < most && this.#next < children.length) {
        const turn = this.#chain.turn(START_COST);
        if (turn !== undefined) {
          this.#postpone(turn);
          return;
        }
        this.#start(this.#next++);
      }
      if (this.#over || this.#next < children.length || this.#running.size > 0) return;
      this.#finish("SUCCEEDED");
      this.#chain.note("MapRunSucceeded");
      this.#resolve(children.flatMap(({ output }) => (output === undefined ? [] : [output])));
    } catch (reason) {
      if (reason instanceof HistoryFull) this.#reject(reason);
      else this.#fail(Failure.ofTask(reason));
    }
  }

  #postpone(turn: Promise<void>): void {
    this.#postponed = true;
    void turn.then(() => {
      this.#postponed = false;
      this.go();
    });
  }

  #start(index: number): void {
    const child = this.#run.children[index];
    const input = this.#plan.inputs[index];
    if (child === undefined || input === undefined || child.status === "SUCCEEDED") return;
    const execution = this.#chain.run.host.startChild(this.#request(child, input));
    if (child.status !== "RUNNING") this.#run.move(child, "RUNNING");
    this.#running.set(child, execution);
    execution.done.then((outcome) => this.#ended(child, outcome));
  }

  #request(child: MapRunChild, input: Json): ChildRequest {
    const { identity } = this.#chain.run;
    const { machine, type, label, again } = this.#plan;
    const { executionArn, name, itemCount } = child;
    return {
      mapRun: this.#run,
      machine,
      type,
      executionArn,
      name,
      input,
      itemCount,
      roleArn: identity.roleArn,
      stateMachineArn: `${identity.stateMachineArn}/${label}`,
      stateMachineName: `${identity.stateMachineName}/${label}`,
      ...(again === undefined ? {} : { again }),
    };
  }

  #ended(child: MapRunChild, outcome: Outcome): void {
    if (this.#over) return;
    this.#running.delete(child);
    this.#run.move(child, outcome.status);
    child.output = outcome.status === "SUCCEEDED" ? outcome.output : undefined;
    if (!this.#run.exceedsTolerance) {
      this.go();
      return;
    }
    this.#fail(
      new Failure("States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded"),
    );
  }

  #fail(failure: Failure): void {
    this.#stop("FAILED");
    try {
      this.#chain.record("MapRunFailed", undefined, undefined, failure.details);
      this.#reject(failure);
    } catch (full) {
      this.#reject(full);
    }
  }

  #stop(status: "FAILED" | "ABORTED"): void {
    if (this.#over) return;
    this.#finish(status);
    for (const [child, execution] of this.#running) {
      execution.stop();
      this.#run.move(child, "ABORTED");
    }
    this.#running.clear();
  }

  #finish(status: "SUCCEEDED" | "FAILED" | "ABORTED"): void {
    this.#over = true;
    this.#chain.cancel = undefined;
    this.#run.end(status, this.#chain.run.host.clock.now());
  }
}
