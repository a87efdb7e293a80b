import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { getCompileCacheDir } from "node:module";
import { createServer, type Socket } from "node:net";
import { basename, dirname } from "node:path";
import { isObject, type JsonObject } from "../json.ts";
import { consoleLog } from "../log.ts";
import { Host } from "./process/host.ts";
import { onLine, sendLine } from "./process/lines.ts";
import type { HostMessage, HostRequest } from "./process/protocol.ts";
import { EXIT, Refusal } from "./refusal.ts";
import { writeJsonFile } from "./state/json-file.ts";
import { type HostAddress, StackFolder } from "./state/stack-folder.ts";

// The process in which a local stack lives, from its first operation until it is destroyed:
// `launch.js host/host-main.ts PROJECT STACK-FOLDER`.

/** How often the host looks whether its stack is still there, in milliseconds. */
const LOOKS_EVERY = 30_000;

const [, , project = "", directory = ""] = process.argv;
const stack = new StackFolder(basename(directory), directory);
const log = consoleLog("info");
// The program's process keeps its compiled code where this one does, in a folder for each version of Node.js.
const compileCache = getCompileCacheDir();
const token = randomBytes(24).toString("base64url");
const speed = Number(process.env["LOCAL_SPEED"] ?? 1);
const before = stack.endpoint();

const server = createServer(serve);
await new Promise<void>((resolve) => {
  server.listen(0, "127.0.0.1", resolve);
});
const listening = server.address();
let address: HostAddress = {
  pid: process.pid,
  port: typeof listening === "object" && listening !== null ? listening.port : 0,
  token,
  ...(before === undefined ? {} : { endpoint: before }),
};
writeJsonFile(stack.hostFile, address);

const host = new Host({
  stack,
  project,
  endpoint: before,
  speed: speed > 0 ? speed : 1,
  compileCache: compileCache === undefined ? undefined : dirname(compileCache),
  log,
  onEndpoint: (endpoint) => {
    address = { ...address, endpoint };
    writeJsonFile(stack.hostFile, address);
    stack.keepEndpoint(endpoint);
  },
});
// Whoever started this process waits for this line, and then for nothing else of it.
process.stdout.on("error", () => undefined);
process.stdout.write("listening\n");

const look = setInterval(() => {
  if (stack.hostAddress()?.pid !== process.pid) void stop();
}, LOOKS_EVERY);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());

let open = 0;

/** One connection is one request. */
function serve(socket: Socket): void {
  const interruption = new AbortController();
  let asked = false;
  socket.on("error", () => undefined);
  // A command that has gone wants nothing any more.
  socket.on("close", () => interruption.abort());
  onLine(socket, (line) => {
    if (asked) return interruption.abort();
    asked = true;
    const message = messageOf(line);
    if (message?.["token"] !== token) {
      log.warn("A connection was ended that is none of this project's commands: a web page, or whoever tries ports.");
      return void socket.destroy();
    }
    // The token tells that it was written by this project's own client.
    void answer(socket, message["request"] as unknown as HostRequest, interruption.signal);
  });
}

/** Undefined for what no command sends: pages in this machine's browser reach the port, and speak HTTP. */
function messageOf(line: string): JsonObject | undefined {
  try {
    const message: unknown = JSON.parse(line);
    return isObject(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

async function answer(socket: Socket, request: HostRequest, signal: AbortSignal): Promise<void> {
  open++;
  const last = await serveOrRefuse(socket, request, signal);
  // Whoever hears the answer may start the next host at once: this one must have let go of everything by then.
  if (request.kind === "stop" || (open === 1 && !(await host.isNeeded()))) await stop();
  open--;
  sendLine(socket, last);
  socket.end();
}

async function serveOrRefuse(socket: Socket, request: HostRequest, signal: AbortSignal): Promise<HostMessage> {
  const write = (stream: "stdout" | "stderr", text: string): void => {
    sendLine(socket, { kind: "text", stream, text } satisfies HostMessage);
  };
  try {
    return { kind: "answer", value: await host.serve(request, { signal, write }) };
  } catch (error) {
    if (error instanceof Refusal) return { kind: "refused", message: error.message, exitCode: error.exitCode };
    log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { kind: "refused", message: `the host failed: ${stack.hostLog} says how`, exitCode: EXIT.error };
  }
}

let stopping: Promise<void> | undefined;

function stop(): Promise<void> {
  stopping ??= (async () => {
    clearInterval(look);
    server.close();
    const isMine = (): boolean => stack.hostAddress()?.pid === process.pid;
    // Who needs a host from now on waits for the end of this one.
    if (isMine()) writeJsonFile(stack.hostFile, { ...address, isEnding: true });
    const leavesPort = await host.leavesPort();
    await host.stop();
    if (!isMine()) return leave();
    if (leavesPort) writeJsonFile(stack.hostFile, address);
    else {
      rmSync(stack.hostFile, { force: true });
      stack.keepEndpoint(undefined);
    }
    leave();
  })();
  return stopping;
}

/** What is left are connections that clients keep open. */
function leave(): void {
  setTimeout(() => process.exit(0), 1000).unref();
}
