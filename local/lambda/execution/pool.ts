import type { Clock, Timer } from "../../clock/clock.ts";
import type { Invocation } from "./invocation.ts";

/**
 * How many execution environments one version of a function may have. AWS gives a new account ten concurrent
 * executions in all; here every thread shares the machine's few cores, so more would only cost memory.
 */
const MAX_ENVIRONMENTS = 10;
/**
 * How long an event waits for a busy environment before another one is started, in milliseconds of real time. A
 * handler that only computes is served faster by the warm environment than by another one on the same cores; one that
 * waits for something holds its environment longer than this.
 */
const PATIENCE = 25;
/**
 * The same while every environment is at its first event, which is slow: its code has not been compiled yet. Events that
 * come one after another would be handled at the same time otherwise, by two environments, and overtake each other where
 * `--speed` makes the time between them short.
 */
const FIRST_PATIENCE = 250;
/** How long an environment beyond the first is kept without work, in milliseconds. */
const KEEP = 60_000;

/** What a pool is made of. */
export interface PooledEnvironment {
  /** Takes an event; it must be free. */
  run(invocation: Invocation): void;
  /** Answers an event with what kept it from starting. */
  fail(invocation: Invocation): void;
  stop(): Promise<void>;
}

/** The time that worker threads live by. */
type ThreadClock = Pick<Clock, "now" | "after">;

interface Waiting {
  readonly invocation: Invocation;
  readonly since: number;
}

interface Callbacks {
  /** Can take an event: has started, or is done with one. */
  readonly ready: (environment: PooledEnvironment) => void;
  readonly unloadable: (environment: PooledEnvironment) => void;
  readonly gone: (environment: PooledEnvironment) => void;
}

/** The execution environments of one version of a function, and the events that wait for one. */
export class Pool {
  readonly #threadClock: ThreadClock;
  readonly #start: (callbacks: Callbacks) => PooledEnvironment;
  readonly #all = new Set<PooledEnvironment>();
  readonly #idle: PooledEnvironment[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #starting = new Set<PooledEnvironment>();
  /** Have handled an event. */
  readonly #warm = new WeakSet<PooledEnvironment>();
  /** When an environment last became ready for its first event. */
  #startedAt = 0;
  #watch: Timer | undefined;
  #reaper: Timer | undefined;
  #retired = false;

  /** @param start makes an environment; it throws when the function's role cannot be assumed. */
  constructor(threadClock: ThreadClock, start: (callbacks: Callbacks) => PooledEnvironment) {
    this.#threadClock = threadClock;
    this.#start = start;
  }

  invoke(invocation: Invocation): void {
    const free = this.#idle.pop();
    if (free !== undefined) {
      free.run(invocation);
      return;
    }
    this.#waiting.push({ invocation, since: this.#threadClock.now() });
    if (this.#all.size === 0) this.#add();
    else this.#watchQueue();
  }

  /** Takes no more events, and ends the environments when they are done with theirs. */
  retire(): void {
    this.#retired = true;
    this.#reaper?.cancel();
    for (const environment of this.#idle.splice(0)) this.#remove(environment);
  }

  async stop(): Promise<void> {
    this.retire();
    this.#watch?.cancel();
    await Promise.all([...this.#all].map((environment) => environment.stop()));
    this.#all.clear();
  }

  #add(): void {
    try {
      const environment = this.#start({
        ready: (ready) => this.#ready(ready),
        unloadable: (failed) => this.#unloadable(failed),
        gone: (gone) => this.#gone(gone),
      });
      this.#all.add(environment);
      this.#starting.add(environment);
    } catch (error) {
      for (const { invocation } of this.#waiting.splice(0)) invocation.refuse(error);
    }
  }

  #ready(environment: PooledEnvironment): void {
    if (this.#starting.delete(environment)) this.#startedAt = this.#threadClock.now();
    else this.#warm.add(environment);
    const next = this.#waiting.shift();
    if (next !== undefined) {
      environment.run(next.invocation);
      return;
    }
    if (this.#retired) {
      this.#remove(environment);
      return;
    }
    this.#idle.push(environment);
    if (this.#all.size > 1) this.#reapLater();
  }

  #unloadable(environment: PooledEnvironment): void {
    this.#starting.delete(environment);
    this.#all.delete(environment);
    const failed = this.#waiting.shift();
    if (failed !== undefined) environment.fail(failed.invocation);
    if (this.#waiting.length > 0) this.#add();
  }

  #gone(environment: PooledEnvironment): void {
    this.#all.delete(environment);
    const at = this.#idle.indexOf(environment);
    if (at >= 0) this.#idle.splice(at, 1);
    if (this.#waiting.length > 0 && this.#all.size === 0) this.#add();
  }

  #remove(environment: PooledEnvironment): void {
    this.#all.delete(environment);
    void environment.stop();
  }

  /** Starts another environment when the first in line has waited too long for those there are. */
  #watchQueue(): void {
    if (this.#watch !== undefined) return;
    this.#watch = this.#threadClock.after(PATIENCE, () => {
      this.#watch = undefined;
      const [first] = this.#waiting;
      if (first === undefined) return;
      const free = this.#starting.size === 0 && this.#all.size < MAX_ENVIRONMENTS;
      if (free && this.#isTooLate(first)) this.#add();
      this.#watchQueue();
    });
  }

  #isTooLate({ since }: Waiting): boolean {
    const now = this.#threadClock.now();
    if ([...this.#all].some((environment) => this.#warm.has(environment))) return now - since >= PATIENCE;
    return now - Math.max(since, this.#startedAt) >= FIRST_PATIENCE;
  }

  #reapLater(): void {
    if (this.#reaper !== undefined) return;
    this.#reaper = this.#threadClock.after(KEEP, () => {
      this.#reaper = undefined;
      const spare = this.#all.size > 1 ? this.#idle.shift() : undefined;
      if (spare !== undefined) this.#remove(spare);
      if (this.#all.size > 1) this.#reapLater();
    });
  }
}
