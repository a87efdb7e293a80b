import { flushCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** How long after the start, in milliseconds: by then whoever waited for the system has had an answer. */
const QUIET = 750;

/** Does what a start leaves to be done, once nobody waits for it any more. */
export function settleSoon(): void {
  setTimeout(() => {
    // Node would write the compiled code at its exit, which a process that is killed does not reach.
    flushCompileCache();
    compactHeap();
  }, QUIET).unref();
}

/**
 * Gives back what starting took. Loading every service and deploying the program leaves V8 with a heap several times
 * as large as what lives in it, which it would keep until the next memory pressure.
 */
function compactHeap(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  if (typeof collect === "function") collect({ type: "major", execution: "sync", flavor: "last-resort" });
}
