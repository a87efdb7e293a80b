/**
 * What a timer is for, which decides whether a virtual clock may jump to it.
 *
 * - `work`: the system itself waits for it (a Wait state, a retry's back-off, a delivery delay). A virtual clock jumps
 *   there when nothing is in flight.
 * - `deadline`: it only matters if something else does not happen first (an idle timeout, a heartbeat, a TTL, a long
 *   poll's end). A virtual clock never jumps there of itself; it fires when time passes it for another reason.
 */
export type TimerKind = "work" | "deadline";

/** A scheduled call that can be taken back. */
export interface Timer {
  cancel(): void;
}

/**
 * A piece of work in flight. While any hold is active a virtual clock stands still.
 * A hold that waits for time itself to pass (a long poll, a synchronous execution) is parked meanwhile, and so are the
 * holds of those who wait for it.
 */
export interface Hold {
  release(): void;
  /** Awaits `promise` without keeping the clock from moving on. */
  park<T>(promise: Promise<T>): Promise<T>;
}

/** The only source of time of the runtime. All times are milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Calls `run` once, `delay` milliseconds of this clock from now. */
  after(delay: number, run: () => void, kind?: TimerKind): Timer;
  /** Resolves `delay` milliseconds of this clock from now; rejects with the signal's reason when aborted. */
  sleep(delay: number, options?: { signal?: AbortSignal; kind?: TimerKind }): Promise<void>;
  /** Says that something is in flight, for `parent` if that one waits for it. */
  hold(parent?: Hold): Hold;
}

/** Builds `sleep` out of `after`, the same way for every clock. */
export function sleepWith(
  after: Clock["after"],
  delay: number,
  options: { signal?: AbortSignal; kind?: TimerKind } = {},
): Promise<void> {
  const { signal, kind = "work" } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      timer.cancel();
      reject(signal?.reason);
    };
    const timer = after(
      delay,
      () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      },
      kind,
    );
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
