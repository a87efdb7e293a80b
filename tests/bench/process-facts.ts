import { readFileSync } from "node:fs";

const KIBIBYTES_PER_MEBIBYTE = 1024;
/** Linux counts processor time in hundredths of a second wherever Node.js runs. */
const MILLISECONDS_PER_TICK = 10;

/** The resident memory of a process, in MiB. @throws Error where there is no `/proc`. */
export function residentMemory(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kibibytes) / KIBIBYTES_PER_MEBIBYTE;
}

/** The processor time of a process and of those it started that have ended, in milliseconds. */
export function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name, in parentheses, may hold spaces; utime, stime, cutime and cstime are the 14th to 17th fields.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * MILLISECONDS_PER_TICK, 0);
}

/** How many files, sockets included, this process and its children may open. */
export function openFilesLimit(): number {
  const limit = /^Max open files\s+(\S+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
  return limit === "unlimited" ? Number.POSITIVE_INFINITY : Number(limit);
}
