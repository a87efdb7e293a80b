import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Json } from "../../json.ts";
import { EXIT, type ExitCode, Refusal } from "../refusal.ts";
import { makeFolder, refused } from "../state/json-file.ts";
import { waitForLock } from "../state/lock.ts";
import { isAlive } from "../state/process-alive.ts";
import type { HostAddress, StackFolder } from "../state/stack-folder.ts";
import { onLine, sendLine } from "./lines.ts";
import type { HostMessage, HostRequest } from "./protocol.ts";

/** How long a host may take to start or to end, in milliseconds. */
const LONGEST_START = 30_000;
const LONGEST_END = 15_000;
/** How often somebody who waits for its end looks, in milliseconds. */
const LOOKS_EVERY = 10;

/** What to do while a request is served. */
export interface AskOptions {
  readonly onText?: (stream: "stdout" | "stderr", text: string) => void;
  /** Asks the host to end the operation early; it still answers. */
  readonly signal?: AbortSignal;
}

/** A stack's host, as a command sees it. */
export interface HostClient {
  /** @throws Refusal when the host refuses, or is gone before it has answered. */
  ask(request: HostRequest, options?: AskOptions): Promise<Json>;
}

/** The host of a stack, if one runs. */
export function runningHost(stack: StackFolder): HostClient | undefined {
  const address = stack.hostAddress();
  return address !== undefined && isAlive(address.pid) ? clientOf(stack, address) : undefined;
}

/**
 * The host of a stack: the one that runs, or a new one. Of several commands that need one at once, one starts it: what is
 * kept of a stack is one host's alone.
 *
 * @param project the folder of `Pulumi.yaml`.
 * @param environment a new host's.
 * @throws Refusal when no host can be started.
 */
export async function ensureHost(
  stack: StackFolder,
  project: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<HostClient> {
  const running = await reach(stack);
  if (running !== undefined) return clientOf(stack, running);
  const lock = await waitForLock(stack.hostLockFile, "host", LONGEST_START);
  try {
    return clientOf(stack, (await reach(stack)) ?? (await startHost(stack, project, environment)));
  } finally {
    lock.release();
  }
}

/** Ends a stack's host, and waits until it has let go of the stack's files; nothing when none runs. */
export async function stopHost(stack: StackFolder): Promise<void> {
  await runningHost(stack)
    ?.ask({ kind: "stop" })
    .catch(() => undefined);
  await ended(stack);
}

/**
 * Where a host answers. An address that nobody answers at belongs to a host that has died.
 *
 * @returns undefined when there is none.
 */
async function reach(stack: StackFolder): Promise<HostAddress | undefined> {
  await ended(stack);
  const address = stack.hostAddress();
  if (address === undefined || !isAlive(address.pid) || !(await answers(address))) return undefined;
  return address;
}

/** Waits for a host that is about to end. */
async function ended(stack: StackFolder): Promise<void> {
  for (const since = performance.now(); performance.now() - since < LONGEST_END; await pause(LOOKS_EVERY)) {
    const address = stack.hostAddress();
    if (address?.isEnding !== true || !isAlive(address.pid)) return;
  }
}

function clientOf(stack: StackFolder, address: HostAddress): HostClient {
  return { ask: (request, options = {}) => ask(stack, address, request, options) };
}

function answers({ port }: HostAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** The new host says where it listens on its standard output, once; afterwards it lives on its own. */
function startHost(stack: StackFolder, project: string, environment: NodeJS.ProcessEnv): Promise<HostAddress> {
  makeFolder(stack.directory);
  let log: number;
  try {
    log = openSync(stack.hostLog, "a", 0o600);
  } catch (error) {
    throw refused("write", stack.hostLog, error);
  }
  const launch = join(import.meta.dirname, "..", "..", "launch.js");
  const { PULUMI_CONFIG_PASSPHRASE: _secret, PULUMI_CONFIG_PASSPHRASE_FILE: _file, ...env } = environment;
  const child = spawn(process.execPath, [launch, "host/host-main.ts", project, stack.directory], {
    cwd: project,
    // Ctrl-C at the terminal is for the command; the host hears of it from there.
    detached: true,
    env,
    stdio: ["ignore", "pipe", log],
  });
  closeSync(log);
  return new Promise((resolve, reject) => {
    const gone = (): void => reject(new Refusal(`the stack's host could not be started: ${stack.hostLog} says why`));
    child.once("error", gone);
    child.once("exit", gone);
    child.stdout?.once("data", () => {
      const address = stack.hostAddress();
      if (address === undefined) return gone();
      child.stdout?.destroy();
      child.unref();
      resolve(address);
    });
  });
}

function ask(stack: StackFolder, address: HostAddress, request: HostRequest, options: AskOptions): Promise<Json> {
  const { onText = () => undefined, signal } = options;
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(address.port, "127.0.0.1");
    const interrupt = (): void => sendLine(socket, { kind: "interrupt" });
    const gone = (): void => {
      signal?.removeEventListener("abort", interrupt);
      reject(
        new Refusal(
          `the host of stack ${stack.name} (process ${address.pid}) has gone while it was at work: run the command again, ` +
            `the stack goes on from what is kept (${stack.hostLog} says what happened)`,
          EXIT.error,
        ),
      );
    };
    socket.once("error", gone);
    socket.once("close", gone);
    signal?.addEventListener("abort", interrupt, { once: true });
    onLine(socket, (line) => {
      const message: HostMessage = JSON.parse(line);
      if (message.kind === "text") return onText(message.stream, message.text);
      socket.removeListener("close", gone);
      signal?.removeEventListener("abort", interrupt);
      socket.end();
      if (message.kind === "answer") resolve(message.value);
      else reject(new Refusal(message.message, message.exitCode as ExitCode));
    });
    sendLine(socket, { token: address.token, request });
    if (signal?.aborted === true) interrupt();
  });
}
