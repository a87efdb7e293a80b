import { type Clock, type Hold, sleepWith, type Timer, type TimerKind } from "./clock.ts";

interface Scheduled {
  readonly due: number;
  readonly order: number;
  readonly kind: TimerKind;
  readonly run: () => void;
  cancelled: boolean;
}

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
  let time = start;
  let order = 0;
  let active = 0;
  let changes = 0;
  let watching = false;
  const queue: Scheduled[] = [];
  const idlers: (() => void)[] = [];

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  const quiet = async (): Promise<boolean> => {
    for (let turns = 0; turns < QUIET_TURNS; turns++) {
      const before = changes;
      await turn();
      if (active > 0 || changes !== before) return false;
    }
    return true;
  };

  const next = (): Scheduled | undefined => {
    while (queue[0]?.cancelled) pop(queue);
    return queue[0];
  };

  const fireNext = (): void => {
    const timer = pop(queue);
    if (timer === undefined || timer.cancelled) return;
    time = Math.max(time, timer.due);
    changes++;
    timer.run();
  };

  const nextWork = (): number | undefined => {
    let due: number | undefined;
    for (const timer of queue) {
      if (!timer.cancelled && timer.kind === "work" && (due === undefined || timer.due < due)) due = timer.due;
    }
    return due;
  };

  const watch = async (): Promise<void> => {
    if (watching) return;
    watching = true;
    try {
      while (active === 0) {
        if (!(await quiet())) {
          if (active > 0) return;
          continue;
        }
        const due = nextWork();
        if (due === undefined) {
          for (const resolve of idlers.splice(0)) resolve();
          return;
        }
        const first = next();
        if (first !== undefined && first.due <= due) fireNext();
      }
    } finally {
      watching = false;
    }
  };

  const changed = (): void => {
    changes++;
    if (active === 0) void watch();
  };

  const after = (delay: number, run: () => void, kind: TimerKind = "work"): Timer => {
    const timer: Scheduled = { due: time + Math.max(0, delay), order: order++, kind, run, cancelled: false };
    push(queue, timer);
    changed();
    return {
      cancel: () => {
        timer.cancelled = true;
      },
    };
  };

  const hold = (parent?: Hold): Hold => {
    const mine = new VirtualHold(parent instanceof VirtualHold ? parent : undefined, (delta) => {
      active += delta;
      changed();
    });
    return mine;
  };

  const advance = async (milliseconds: number): Promise<void> => {
    const target = time + milliseconds;
    for (;;) {
      while (!(await quiet())) await turn();
      const first = next();
      if (first === undefined || first.due > target) break;
      fireNext();
    }
    time = Math.max(time, target);
    changed();
  };

  const idle = (): Promise<void> =>
    new Promise((resolve) => {
      idlers.push(resolve);
      changed();
    });

  return { now: () => time, after, sleep: (delay, options) => sleepWith(after, delay, options), hold, advance, idle };
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

function earlier(one: Scheduled, other: Scheduled): boolean {
  return one.due < other.due || (one.due === other.due && one.order < other.order);
}

function push(heap: Scheduled[], timer: Scheduled): void {
  let child = heap.push(timer) - 1;
  while (child > 0) {
    const parent = (child - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !earlier(timer, above)) break;
    heap[child] = above;
    child = parent;
  }
  heap[child] = timer;
}

function pop(heap: Scheduled[]): Scheduled | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let parent = 0;
  for (;;) {
    let child = 2 * parent + 1;
    const left = heap[child];
    if (left === undefined) break;
    let smaller = left;
    const right = heap[child + 1];
    if (right !== undefined && earlier(right, left)) {
      smaller = right;
      child++;
    }
    if (!earlier(smaller, last)) break;
    heap[parent] = smaller;
    parent = child;
  }
  heap[parent] = last;
  return first;
}
