import type { HistoryEventType } from "@aws-sdk/client-sfn";
import type { Timer, TimerKind } from "../clock/clock.ts";
import type { Json, JsonObject } from "../json.ts";
import { contextObject, type MapItem } from "./context-object.ts";
import { StateError } from "./errors.ts";
import { Failure } from "./failure.ts";
import { HistoryFull } from "./history.ts";
import type { StateSet } from "./machine.ts";
import type { Run } from "./run.ts";
import type { ExpressionScope } from "./scope.ts";
import type { State } from "./states/state.ts";
import { VariableScope } from "./variables.ts";
import { Visit } from "./visit.ts";

/** The events of states in flight that a failing sibling takes down with it; the other types have none. */
const ABORTED: { readonly [Type in State["type"]]?: HistoryEventType } = {
  Task: "TaskStateAborted",
  Wait: "WaitStateAborted",
  Parallel: "ParallelStateAborted",
  Map: "MapStateAborted",
};

/** Something went on in a chain that has been ended: it goes no further, and nobody is told. */
class ChainEnded extends Error {
  override readonly name = "ChainEnded";
}

type ChainStatus = "running" | "succeeded" | "failed" | "aborted";

/**
 * A sequence of states being walked through: the machine's own, a Parallel's branch or a Map's iteration.
 * It is in one state at a time, and its events form one chain of `previousEventId`s.
 */
export class Chain {
  readonly run: Run;
  readonly states: StateSet;
  readonly parent: Chain | undefined;
  readonly item: MapItem | undefined;
  readonly variables: VariableScope;
  /** What JSONPath expressions see. Its `input` is set anew for each field, since `$` means something else in each. */
  readonly scope: ChainScope;
  status: ChainStatus = "running";
  state: State;
  /** The state's raw input; when the chain has succeeded, its output. */
  value: Json;
  /** The id of the event that the next one refers to. */
  last: number;
  entered = false;
  enteredEventId = 0;
  enteredTime = 0;
  visit: Visit | undefined;
  /** Ends what the state is waiting for, without a result. */
  cancel: (() => void) | undefined;
  /** Told once, when it has succeeded or failed. */
  onEnd: ((chain: Chain, failure: Failure | undefined) => void) | undefined;
  #next: State | undefined;

  constructor(run: Run, states: StateSet, options: { parent?: Chain; item?: MapItem; input: Json; last: number }) {
    this.run = run;
    this.states = states;
    this.parent = options.parent;
    this.item = options.item;
    this.variables = new VariableScope(options.parent?.variables);
    this.state = states.startAt;
    this.value = options.input;
    this.last = options.last;
    this.scope = new ChainScope(this);
  }

  /** The state is entered: its visit begins. */
  enter(): void {
    const { state, run } = this;
    this.entered = true;
    this.visit = undefined;
    this.last = run.history.append(state.entered, this.last, state.name, this.value);
    this.enteredEventId = this.last;
    this.enteredTime = run.history.lastTime;
  }

  /** The visit's own record, made when first needed: most states pass without one. */
  visiting(): Visit {
    this.visit ??= new Visit();
    return this.visit;
  }

  /**
   * Writes an event that the next one refers to.
   *
   * @throws ChainEnded where the chain was ended while something in it was on its way.
   */
  record(type: HistoryEventType, name?: string, data?: Json, more?: JsonObject): number {
    if (this.status !== "running") throw new ChainEnded();
    this.last = this.run.history.append(type, this.last, name, data, more);
    return this.last;
  }

  /**
   * Writes an event that the next one does *not* refer to, such as ParallelStateSucceeded (turbot/steampipe-plugin-aws#873).
   *
   * @throws ChainEnded as {@link record}.
   */
  note(type: HistoryEventType, name?: string, data?: Json, more?: JsonObject): void {
    if (this.status === "aborted") throw new ChainEnded();
    this.run.history.append(type, this.last, name, data, more);
  }

  /**
   * The state is left: variables are assigned and its output becomes the next one's input.
   *
   * @param next undefined at the end of the chain.
   */
  leave(exited: HistoryEventType, output: Json, assigned: JsonObject | undefined, next: State | undefined): void {
    if (assigned === undefined) {
      this.record(exited, this.state.name, output);
    } else {
      this.variables.assign(assigned);
      this.record(exited, this.state.name, output, { assignedVariables: assigned });
    }
    this.value = output;
    this.#next = next;
  }

  /** Goes to the next state, or ends. */
  moveOn(): boolean {
    const next = this.#next;
    if (next === undefined) {
      this.end("succeeded", undefined);
      return false;
    }
    this.state = next;
    this.entered = false;
    return true;
  }

  end(status: "succeeded" | "failed", failure: Failure | undefined): void {
    this.status = status;
    if (status === "succeeded") this.variables.release();
    try {
      this.onEnd?.(this, failure);
    } catch (reason) {
      if (!(reason instanceof HistoryFull)) throw reason;
      this.run.overflow();
    }
  }

  /** Waits for time to pass, unless the chain is ended meanwhile; then the promise never settles. */
  pause(milliseconds: number, kind: TimerKind): Promise<void> {
    return new Promise((resolve) => {
      if (this.status !== "running") return;
      const timer: Timer = this.run.host.clock.after(
        milliseconds,
        () => {
          this.cancel = undefined;
          resolve();
        },
        kind,
      );
      this.cancel = () => timer.cancel();
    });
  }

  /** Waits for an expression that is evaluated asynchronously, while the clock stands still. */
  async wait<T>(value: T | Promise<T>): Promise<T> {
    if (!(value instanceof Promise)) return value;
    const hold = this.run.host.clock.hold();
    try {
      return await value;
    } finally {
      hold.release();
    }
  }

  /**
   * Asks to go on with work of a state's own, such as selecting many items, within this turn of the event loop.
   *
   * @param cost as of {@link Scheduler.take}.
   * @returns a promise of a later turn, where this one's share is used up.
   */
  turn(cost: number): Promise<void> | undefined {
    const { scheduler, clock } = this.run.host;
    if (scheduler.take(cost)) return undefined;
    const hold = clock.hold();
    return new Promise((resolve) => {
      scheduler.later(() => {
        hold.release();
        if (this.status === "running") resolve();
      });
    });
  }

  /**
   * A sibling has failed: what is in flight ends, from the inside out, and the history says so.
   *
   * @param cause The event that the sibling has failed with: the events of the states and iterations refer to it (floci's notes on AWS, HistoryChain).
   */
  abort(cause: number): void {
    if (this.status !== "running") return;
    for (const child of this.visit?.children ?? []) child?.abort(cause);
    this.cease();
    const { history } = this.run;
    if (this.visit?.mapRun !== undefined) history.append("MapRunAborted", this.last);
    const aborted = ABORTED[this.state.type];
    if (aborted !== undefined && this.entered) history.append(aborted, cause);
    if (this.parent?.state.type === "Map") {
      history.append("MapIterationAborted", cause, this.parent.state.name, undefined, this.iteration);
    }
  }

  /**
   * The chain has failed in a Task, which counts as aborted, too, where the chain is a branch or an iteration (floci#3167,
   * measured on AWS).
   *
   * @returns the event that the next one refers to which tells of the chain's end.
   */
  abortFailed(): number {
    return this.state.type === "Task" ? this.run.history.append("TaskStateAborted", this.last) : this.last;
  }

  /** Ends what is in flight without a word, when the execution itself is over. */
  cease(): void {
    if (this.status !== "running") return;
    for (const child of this.visit?.children ?? []) child?.cease();
    this.status = "aborted";
    this.cancel?.();
    this.cancel = undefined;
  }

  /** The details of a MapIteration… event beside the Map's name. */
  get iteration(): JsonObject {
    return { index: this.item?.index ?? 0 };
  }

  /** Makes of anything thrown while the state ran the failure that Retry, Catch and the history see. */
  failure(reason: unknown): Failure {
    if (reason instanceof Failure) return reason;
    if (reason instanceof HistoryFull || reason instanceof ChainEnded) throw reason;
    const { name } = this.state;
    const prefix = `An error occurred while executing the state '${name}' (entered at the event id #${this.enteredEventId}). `;
    if (!(reason instanceof StateError)) {
      return new Failure("States.Runtime", prefix + (reason instanceof Error ? reason.message : String(reason)));
    }
    const failure = new Failure(reason.error, prefix + (reason.causeText ?? ""));
    if (reason.error === "States.QueryEvaluationError") {
      const location = reason.location ?? "";
      this.record("EvaluationFailed", undefined, undefined, { ...failure.details, location, state: name });
    }
    return failure;
  }
}

/** What a chain's JSONPath expressions see. */
class ChainScope implements ExpressionScope {
  readonly host: ExpressionScope["host"];
  readonly context: () => JsonObject;
  input: Json = null;
  readonly #chain: Chain;

  constructor(chain: Chain) {
    this.#chain = chain;
    this.host = chain.run.host;
    this.context = () => contextObject(chain);
  }

  get variables(): ExpressionScope["variables"] {
    return this.#chain.variables.values;
  }
}
