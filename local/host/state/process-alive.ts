import { systemCode } from "../refusal.ts";

/** Whether a process of this machine still runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, as somebody else.
    return systemCode(error) === "EPERM";
  }
}
