import { type Clock, type Hold, sleepWith, type Timer, type TimerKind } from "./clock.ts";
import { TimerHeap } from "./timer-heap.ts";

/** A clock that tests drive: it stands still while anything is in flight, and otherwise jumps to the next work timer. */
export interface VirtualClock extends Clock {
  /** Lets `milliseconds` pass now, firing every timer on the way in order of time, deadlines included. */
  advance(milliseconds: number): Promise<void>;
  /** Resolves when nothing is in flight and no work timer is left. */
  idle(): Promise<void>;
}

/** How many turns of the event loop must pass with nothing in flight before time moves: sockets need a few to deliver. */
const QUIET_TURNS = 4;

/**
 * Time that passes only when it must.
 *
 * @param start the epoch milliseconds it begins at.
 */
export function virtualClock(start = Date.UTC(2024, 0, 10, 12)): VirtualClock {
  return new JumpingClock(start);
}

class JumpingClock implements VirtualClock {
  #time: number;
  #scheduled = 0;
  /** How many holds keep time from moving. */
  #active = 0;
  /** Counts whatever happens, to see whether something did. */
  #changes = 0;
  #watching = false;
  readonly #timers = new TimerHeap();
  readonly #idlers: (() => void)[] = [];

  constructor(start: number) {
    this.#time = start;
  }

  now(): number {
    return this.#time;
  }

  after(delay: number, run: () => void, kind: TimerKind = "work"): Timer {
    const due = this.#time + Math.max(0, delay);
    const call = { due, order: this.#scheduled++, kind, run, cancelled: false };
    this.#timers.push(call);
    this.#changed();
    return {
      cancel: () => {
        call.cancelled = true;
      },
    };
  }

  sleep(delay: number, options?: { signal?: AbortSignal; kind?: TimerKind }): Promise<void> {
    return sleepWith((...timer) => this.after(...timer), delay, options);
  }

  hold(parent?: Hold): Hold {
    return new VirtualHold(parent instanceof VirtualHold ? parent : undefined, (delta) => {
      this.#active += delta;
      this.#changed();
    });
  }

  async advance(milliseconds: number): Promise<void> {
    const target = this.#time + milliseconds;
    for (;;) {
      while (!(await this.#isQuiet())) await turn();
      const first = this.#timers.first();
      if (first === undefined || first.due > target) break;
      this.#fireFirst();
    }
    this.#time = Math.max(this.#time, target);
    this.#changed();
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idlers.push(resolve);
      this.#changed();
    });
  }

  #changed(): void {
    this.#changes++;
    if (this.#active === 0 && !this.#watching) void this.#watch();
  }

  /** Moves time from work timer to work timer while nothing is in flight. */
  async #watch(): Promise<void> {
    this.#watching = true;
    try {
      while (this.#active === 0) {
        if (!(await this.#isQuiet())) continue;
        const due = this.#timers.firstDue("work");
        if (due === undefined) {
          for (const resolve of this.#idlers.splice(0)) resolve();
          return;
        }
        const first = this.#timers.first();
        if (first !== undefined && first.due <= due) this.#fireFirst();
      }
    } finally {
      this.#watching = false;
    }
  }

  async #isQuiet(): Promise<boolean> {
    for (let turns = 0; turns < QUIET_TURNS; turns++) {
      const before = this.#changes;
      await turn();
      if (this.#active > 0 || this.#changes !== before) return false;
    }
    return true;
  }

  #fireFirst(): void {
    const call = this.#timers.pop();
    if (call === undefined || call.cancelled) return;
    this.#time = Math.max(this.#time, call.due);
    this.#changes++;
    call.run();
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

class VirtualHold implements Hold {
  readonly #parent: VirtualHold | undefined;
  readonly #count: (delta: number) => void;
  #parked = 0;
  #released = false;

  constructor(parent: VirtualHold | undefined, count: (delta: number) => void) {
    this.#parent = parent;
    this.#count = count;
    count(1);
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    if (this.#parked === 0) this.#count(-1);
  }

  async park<T>(promise: Promise<T>): Promise<T> {
    this.#suspend();
    try {
      return await promise;
    } finally {
      this.#resume();
    }
  }

  #suspend(): void {
    if (this.#parked++ === 0 && !this.#released) this.#count(-1);
    if (this.#parent !== undefined) this.#parent.#suspend();
  }

  #resume(): void {
    if (--this.#parked === 0 && !this.#released) this.#count(1);
    if (this.#parent !== undefined) this.#parent.#resume();
  }
}
