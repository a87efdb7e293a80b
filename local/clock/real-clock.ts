import { type Clock, type Hold, sleepWith, type Timer } from "./clock.ts";

/** The longest delay that Node's timers keep; longer ones would fire at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Real time needs no bookkeeping of what is in flight. */
const NO_HOLD: Hold = { release: () => undefined, park: (promise) => promise };

/**
 * The machine's time, optionally running faster.
 *
 * @param speed how many milliseconds of this clock pass in one real millisecond. At 20 a five second Wait takes a
 * quarter of a second, and every timestamp the system writes says that five seconds have passed.
 */
export function realClock(speed = 1): Clock {
  const epoch = Date.now();
  const started = performance.now();
  const now = speed === 1 ? () => Date.now() : () => Math.floor(epoch + (performance.now() - started) * speed);

  const after = (delay: number, run: () => void): Timer => {
    const due = now() + Math.max(0, delay);
    let handle: NodeJS.Timeout;
    const arm = (): void => {
      const left = Math.max(0, due - now()) / speed;
      handle = setTimeout(left > LONGEST_TIMEOUT ? arm : run, Math.min(Math.ceil(left), LONGEST_TIMEOUT));
      // What keeps the process is its port. When that is closed, nobody is left for whom a Wait state should go on.
      handle.unref();
    };
    arm();
    return { cancel: () => clearTimeout(handle) };
  };

  return {
    now,
    after,
    sleep: (delay, options) => sleepWith(after, delay, options),
    hold: () => NO_HOLD,
  };
}
