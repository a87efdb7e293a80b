/** The person's wish to stop. */
export interface Interruption {
  /** Aborted by the first ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** Resolves at the same moment. */
  readonly promise: Promise<void>;
}

/** Waits for ctrl-C or SIGTERM; a second one ends the process at once. */
export function untilInterrupted(): Interruption {
  const controller = new AbortController();
  const promise = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (controller.signal.aborted) process.exit(1);
        controller.abort();
        resolve();
      });
    }
  });
  return { signal: controller.signal, promise };
}
