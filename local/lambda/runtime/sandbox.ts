import { syncBuiltinESMExports } from "node:module";
import os, { constants } from "node:os";

/** The home of the user that functions run as, where nothing is. */
const HOME = "/home/sbx_user1051";

/**
 * Lets a handler see what it sees on AWS: a process of its own, on its main thread, with no other process beside it. A
 * thread shares its process with the whole runtime, which a signal would end; and its home is the developer's, whose
 * `~/.aws` has profiles with real credentials, and settings such as `use_fips_endpoint` that SDK clients follow.
 */
export function closeSandbox(): void {
  process.kill = (pid, signal = "SIGTERM") => {
    const number = typeof signal === "number" ? signal : constants.signals[signal as NodeJS.Signals];
    // 0 is the group of the process.
    if (pid !== process.pid && pid !== 0) {
      throw Object.assign(new Error("kill ESRCH"), { code: "ESRCH", errno: -constants.errno.ESRCH, syscall: "kill" });
    }
    // A negative code tells the runtime that it was a signal.
    if (number !== 0) process.exit(-number);
    return true;
  };
  os.homedir = () => HOME;
  const threads = process.getBuiltinModule("node:worker_threads");
  Object.assign(threads, { isMainThread: true, parentPort: null, workerData: null });
  syncBuiltinESMExports();
}
