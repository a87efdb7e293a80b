import { setTimeout as pause } from "node:timers/promises";
import { Client } from "../client.ts";
import type { Figure } from "../figure.ts";
import { openFilesLimit } from "../process-facts.ts";
import { rounded } from "../statistics.ts";
import { startSystem } from "../system.ts";

const SOCKETS = 10_000;
/** Files that a process has open besides its sockets. */
const OTHER_FILES = 200;

/** What connections cost that do nothing, their sessions in the table included. */
export async function idleSockets(): Promise<readonly Figure[]> {
  const count = Math.min(SOCKETS, openFilesLimit() - OTHER_FILES);
  const system = await startSystem();
  await pause(2000);
  const before = system.memory();
  const started = performance.now();
  const clients = await Client.openMany(system.output("webSocketUrl"), count);
  const seconds = (performance.now() - started) / 1000;
  await pause(2000);
  const more = Math.round(system.memory() - before);
  for (const client of clients) client.close();
  await system.stop();
  const note = count < SOCKETS ? { note: `only ${count}: raise the limit of open files (ulimit -Hn)` } : {};
  return [
    { name: `${count} idle sockets`, value: more, unit: "MiB more", aim: "≤ 200 MiB", ...note },
    { name: "handshakes, 50 at once", value: rounded(count / seconds), unit: "/s" },
  ];
}
