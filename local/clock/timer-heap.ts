import type { TimerKind } from "./clock.ts";

/** A call that a clock of its own time has to make. */
export interface ScheduledCall {
  /** Epoch milliseconds. */
  readonly due: number;
  /** Tells calls that are due at the same time apart: the one that was scheduled first comes first. */
  readonly order: number;
  readonly kind: TimerKind;
  readonly run: () => void;
  cancelled: boolean;
}

/** The calls to make, the earliest first: a binary heap, because a test may wait for tens of thousands at once. */
export class TimerHeap {
  readonly #heap: ScheduledCall[] = [];

  push(call: ScheduledCall): void {
    let child = this.#heap.push(call) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const above = this.#heap[parent];
      if (above === undefined || !isEarlier(call, above)) break;
      this.#heap[child] = above;
      child = parent;
    }
    this.#heap[child] = call;
  }

  /** The earliest call that has not been cancelled, which stays. */
  first(): ScheduledCall | undefined {
    while (this.#heap[0]?.cancelled) this.pop();
    return this.#heap[0];
  }

  /** When the first call of a kind is due. */
  firstDue(kind: TimerKind): number | undefined {
    let due: number | undefined;
    for (const call of this.#heap) {
      if (!call.cancelled && call.kind === kind && (due === undefined || call.due < due)) due = call.due;
    }
    return due;
  }

  /** Takes the earliest call, cancelled or not. */
  pop(): ScheduledCall | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first !== undefined && last !== undefined && this.#heap.length > 0) this.#sink(last);
    return first;
  }

  /** Puts a call in the place of the first, and moves it down to its own. */
  #sink(call: ScheduledCall): void {
    let parent = 0;
    for (;;) {
      const child = this.#earlierChild(parent);
      const below = this.#heap[child];
      if (below === undefined || !isEarlier(below, call)) break;
      this.#heap[parent] = below;
      parent = child;
    }
    this.#heap[parent] = call;
  }

  #earlierChild(parent: number): number {
    const left = 2 * parent + 1;
    const [one, other] = [this.#heap[left], this.#heap[left + 1]];
    return one !== undefined && other !== undefined && isEarlier(other, one) ? left + 1 : left;
  }
}

function isEarlier(one: ScheduledCall, other: ScheduledCall): boolean {
  return one.due < other.due || (one.due === other.due && one.order < other.order);
}
