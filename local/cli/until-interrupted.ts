/** The person's wish to stop. */
export interface Interruption {
  /** Aborted by the first ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** Resolves at the same moment. */
  readonly promise: Promise<void>;
}

/** The process that gets the signals. */
interface Interruptible {
  on(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  exit(code: number): void;
}

/**
 * How long after the first signal more are the same wish, in milliseconds: a terminal sends ctrl-C to the whole process
 * group and npm passes its own on, so that one key arrives twice.
 */
const SAME_WISH = 500;

/** Waits for ctrl-C or SIGTERM; a later second one ends the process at once. */
export function untilInterrupted(
  interruptible: Interruptible = process,
  now: () => number = () => performance.now(),
): Interruption {
  const controller = new AbortController();
  let first: number | undefined;
  const promise = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      interruptible.on(signal, () => {
        if (first !== undefined && now() - first > SAME_WISH) interruptible.exit(1);
        first ??= now();
        controller.abort();
        resolve();
      });
    }
  });
  return { signal: controller.signal, promise };
}
