import type { Timer } from "../../clock/clock.ts";
import type { Json } from "../../json.ts";
import type { Chain } from "../chain.ts";
import { Failure } from "../failure.ts";
import type { TaskRequest } from "../host.ts";
import { TaskNotStarted } from "../task-refusals.ts";
import type { TaskProgress } from "../visit.ts";
import type { TaskEvents } from "./task-events.ts";

/** What the interpreter adds to a request by itself. */
type Interpreted = "signal" | "hold" | "started" | "submitted" | "heartbeat";

/**
 * One attempt of a Task, from the request to its result, its failure or the end of its time.
 * Once it is settled, or its chain has ended, whatever the host still says of it is not heard any more.
 */
export class TaskAttempt {
  readonly #chain: Chain;
  readonly #events: TaskEvents;
  readonly #progress: TaskProgress;
  readonly #request: Omit<TaskRequest, Interpreted>;
  readonly #abort = new AbortController();
  #timeout: Timer | undefined;
  #heartbeat: Timer | undefined;
  #missed: () => void = () => undefined;
  #over = false;

  constructor(chain: Chain, events: TaskEvents, progress: TaskProgress, request: Omit<TaskRequest, Interpreted>) {
    this.#chain = chain;
    this.#events = events;
    this.#progress = progress;
    this.#request = request;
  }

  /** @throws Failure of the task, its event written. */
  perform(): Promise<Json> {
    const { host } = this.#chain.run;
    const hold = host.clock.hold();
    return new Promise<Json>((resolve, reject) => {
      const settle = (outcome: () => void): void => {
        if (this.#over) return;
        this.#finish();
        hold.release();
        try {
          outcome();
        } catch (reason) {
          reject(reason);
        }
      };
      this.#chain.cancel = () => {
        this.#finish();
        hold.release();
        this.#abort.abort();
      };
      const expire = (alias?: string) => () =>
        settle(() => {
          this.#abort.abort();
          const failure = new Failure("States.Timeout", undefined, alias);
          this.#events.timedOut(this.#chain, failure);
          throw failure;
        });
      // Everything that AWS shows says States.Timeout, here, too; Retry and Catch know both names (floci's notes on AWS).
      this.#missed = expire("States.HeartbeatTimeout");
      this.#arm(expire());
      // Whatever the host throws, at once or later, is the task's failure.
      const runTask = async (request: TaskRequest): Promise<Json> => host.runTask(request);
      runTask({
        ...this.#request,
        signal: this.#abort.signal,
        hold,
        started: (workerName) => this.#hear(reject, () => this.#started(workerName)),
        submitted: (output) => this.#hear(reject, () => this.#submitted(output)),
        heartbeat: () => this.#hear(reject, () => this.#beat()),
      }).then(
        (result) => settle(() => resolve(this.#succeeded(result))),
        (reason: unknown) => settle(() => this.#failed(reason)),
      );
    });
  }

  /** The host's word counts until the attempt is over; a history that is full ends the attempt. */
  #hear(reject: (reason: unknown) => void, what: () => void): void {
    if (this.#over) return;
    try {
      what();
    } catch (reason) {
      this.#chain.cancel?.();
      reject(reason);
    }
  }

  #started(workerName: string | undefined): void {
    if (this.#progress.phase !== "scheduled") return;
    this.#progress.phase = "started";
    this.#events.started(this.#chain, workerName);
    this.#beat();
  }

  #submitted(output: Json): void {
    if (this.#progress.phase === "submitted") return;
    this.#started(undefined);
    this.#progress.phase = "submitted";
    this.#events.submitted(this.#chain, output);
  }

  #succeeded(result: Json): Json {
    if (this.#events.startsAtOnce) this.#started(undefined);
    return result;
  }

  /** States.Runtime is the interpreter's own: no event of the task, and a cause with its prefix (floci-io/floci#2868). */
  #failed(reason: unknown): never {
    const failure = Failure.ofTask(reason);
    if (failure.isTerminal) throw reason;
    if (reason instanceof TaskNotStarted && this.#progress.phase === "scheduled") {
      this.#events.failed(this.#chain, failure, "starting");
      throw failure;
    }
    if (this.#events.startsAtOnce) this.#started(undefined);
    this.#events.failed(this.#chain, failure, this.#progress.phase);
    throw failure;
  }

  #beat(): void {
    this.#progress.heartbeat = this.#chain.run.host.clock.now();
    this.#armHeartbeat();
  }

  /** An activity's heartbeats count from the moment that a worker has it, its timeout from before (AWS: state-task). */
  #arm(timeout: () => void): void {
    const { timeoutSeconds } = this.#request;
    if (timeoutSeconds !== undefined) {
      const { clock } = this.#chain.run.host;
      const left = this.#progress.since + timeoutSeconds * 1000 - clock.now();
      this.#timeout = clock.after(left, timeout, "deadline");
    }
    if (this.#events.startsAtOnce || this.#progress.phase !== "scheduled") this.#armHeartbeat();
  }

  #armHeartbeat(): void {
    const { heartbeatSeconds } = this.#request;
    if (heartbeatSeconds === undefined) return;
    const { clock } = this.#chain.run.host;
    const left = this.#progress.heartbeat + heartbeatSeconds * 1000 - clock.now();
    this.#heartbeat?.cancel();
    this.#heartbeat = clock.after(left, this.#missed, "deadline");
  }

  #finish(): void {
    this.#over = true;
    this.#chain.cancel = undefined;
    this.#timeout?.cancel();
    this.#heartbeat?.cancel();
  }
}
