import type { HistoryEventType } from "@aws-sdk/client-sfn";
import type { Timer } from "../clock/clock.ts";
import type { Json, JsonObject } from "../json.ts";
import { Chain } from "./chain.ts";
import { executionContext } from "./context-object.ts";
import type { Execution, ExecutionIdentity, ExecutionOptions, Outcome } from "./execution.ts";
import { Failure } from "./failure.ts";
import { type History, STANDARD_EVENT_LIMIT } from "./history.ts";
import type { Host } from "./host.ts";
import { walk } from "./interpreter.ts";
import type { Machine } from "./machine.ts";
import type { Run } from "./run.ts";
import type { Snapshot } from "./snapshot.ts";
import { restoreChain, rootOf, snapshotOf } from "./snapshot-chains.ts";
import type { StateObserver } from "./state-observer.ts";

/** How long an execution may take at most, in seconds (AWS: Step Functions service quotas). */
const LONGEST = { STANDARD: 365 * 24 * 3600, EXPRESS: 5 * 60 } as const;

/** One execution from its first to its last event. */
export class ExecutionRun implements Execution, Run {
  readonly host: Host;
  readonly identity: ExecutionIdentity;
  readonly type: "STANDARD" | "EXPRESS";
  readonly history: History;
  readonly observer: StateObserver | undefined;
  readonly pretended: JsonObject | undefined;
  readonly done: Promise<Outcome>;
  status: Execution["status"] = "RUNNING";
  readonly #input: Json;
  readonly #root: Chain;
  #context: Run["context"] | undefined;
  readonly #timer: Timer;
  #resolve: (outcome: Outcome) => void = () => undefined;

  constructor(machine: Machine, options: ExecutionOptions) {
    const { input, identity, resumeFrom, history } = options;
    this.host = options.host;
    this.identity = identity;
    this.type = options.type;
    this.history = history;
    this.#input = input;
    this.observer = options.observer;
    this.pretended = options.pretended;
    this.done = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    if (resumeFrom === undefined) {
      this.#recordStart(options);
      this.#root = new Chain(this, machine, { input, last: 0 });
    } else {
      const { snapshot, redrive } = resumeFrom;
      const redriven = redrive ? this.#recordRedrive() : undefined;
      this.#root = restoreChain(rootOf(this, machine, snapshot.root), snapshot.root, redriven);
    }
    this.#root.onEnd = (root, failure) => this.#ended(root, failure);
    this.#timer = this.#limit(Math.min(machine.timeoutSeconds ?? LONGEST[this.type], LONGEST[this.type]));
    const hold = this.host.clock.hold();
    queueMicrotask(() => {
      hold.release();
      walk(this.#root);
    });
  }

  get context(): Run["context"] {
    this.#context ??= executionContext(this.identity, this.#input);
    return this.#context;
  }

  stop(error?: string, cause?: string): void {
    if (this.status !== "RUNNING") return;
    // Without both the details are there all the same, but empty (floci-io/floci#2965, measured).
    this.#close("ExecutionAborted", 0, undefined, new Failure(error, cause).details);
    this.#end({ status: "ABORTED", error, cause });
  }

  snapshot(): Snapshot {
    return { root: snapshotOf(this.#root), events: this.history.length };
  }

  fail(failure: Failure, last: number): void {
    if (this.status !== "RUNNING") return;
    const { error, causeText: cause } = failure;
    this.#close("ExecutionFailed", last, undefined, failure.details);
    this.#end({ status: "FAILED", error, cause });
  }

  overflow(): void {
    const text = `The execution reached the maximum number of history events (${STANDARD_EVENT_LIMIT}).`;
    this.fail(new Failure("States.Runtime", text), this.history.length);
  }

  #recordStart({ input, inputText, identity, history }: ExecutionOptions): void {
    const { roleArn, stateMachineAliasArn, stateMachineVersionArn } = identity;
    const more = {
      roleArn,
      ...(stateMachineAliasArn === undefined ? {} : { stateMachineAliasArn }),
      ...(stateMachineVersionArn === undefined ? {} : { stateMachineVersionArn }),
    };
    history.append(
      "ExecutionStarted",
      0,
      undefined,
      input,
      inputText === undefined ? more : { ...more, input: inputText },
    );
  }

  #recordRedrive(): number {
    const { redriveCount } = this.identity;
    return this.history.append("ExecutionRedriven", this.history.length, undefined, undefined, { redriveCount });
  }

  #limit(seconds: number): Timer {
    const since = this.identity.redriveTime ?? this.identity.startTime;
    const { clock } = this.host;
    return clock.after(Math.max(0, since + seconds * 1000 - clock.now()), () => this.#timeOut(), "deadline");
  }

  /** Refers to no event, and says nothing of the states in flight (floci-io/floci#2733, #2965, measured). */
  #timeOut(): void {
    if (this.status !== "RUNNING") return;
    this.#close("ExecutionTimedOut", 0, undefined, { error: "States.Timeout" });
    this.#end({ status: "TIMED_OUT" });
  }

  #ended(root: Chain, failure: Failure | undefined): void {
    if (this.status !== "RUNNING") return;
    if (failure !== undefined) {
      this.fail(failure, root.last);
      return;
    }
    this.#close("ExecutionSucceeded", root.last, root.value, undefined);
    this.#end({ status: "SUCCEEDED", output: root.value });
  }

  #close(type: HistoryEventType, previous: number, data: Json | undefined, more: JsonObject | undefined): void {
    this.history.close(type, previous, data, more);
  }

  #end(outcome: Outcome): void {
    this.status = outcome.status;
    this.#timer.cancel();
    this.#root.cease();
    this.#resolve(outcome);
  }
}
