import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** How long after the start, in milliseconds: by then whoever waited for the system has had an answer. */
const QUIET = 750;

/**
 * Gives back what starting took. Loading every service and deploying the program leaves V8 with a heap several times
 * as large as what lives in it, which it would keep until the next memory pressure.
 */
export function compactHeapSoon(): void {
  setTimeout(() => {
    setFlagsFromString("--expose-gc");
    const collect: unknown = runInNewContext("gc");
    setFlagsFromString("--no-expose-gc");
    if (typeof collect === "function") collect({ type: "major", execution: "sync", flavor: "last-resort" });
  }, QUIET).unref();
}
