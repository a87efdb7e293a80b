import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { residentMemory } from "./process-facts.ts";

const REPOSITORY = join(import.meta.dirname, "..", "..");

const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as {
  scripts: { start: string };
};

/** The whole system in a process of its own, as `npm start` runs it. */
export interface System {
  readonly pid: number;
  /** From the start of the process until it says that it is ready, in milliseconds. */
  readonly ready: number;
  /** The AWS endpoint. */
  readonly url: string;
  output(name: string): string;
  /** Resident memory in MiB. */
  memory(): number;
  stop(): Promise<void>;
}

/**
 * Starts the system on any free port.
 *
 * @param config the program's configuration.
 * @throws Error with what it printed when it does not get ready.
 */
export async function startSystem(config: Readonly<Record<string, string>> = {}): Promise<System> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const file = join(folder, "outputs.json");
  const settings = Object.entries(config).flatMap(([key, value]) => ["--config", `${key}=${value}`]);
  const started = performance.now();
  const words = ["--port", "0", "--outputs", file, "--log-level", "error", ...settings];
  // The script replaces its shell: this is the system's own process.
  const child = spawn("sh", ["-c", `${scripts.start} "$@"`, "sh", ...words], {
    cwd: REPOSITORY,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const kill = (): void => void child.kill("SIGKILL");
  // Whatever becomes of the measurement, the system does not outlive it.
  process.once("exit", kill);
  const ready = (await whenReady(child)) - started;
  const outputs = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, string>>;
  const pid = child.pid ?? 0;
  const output = (name: string): string => {
    const value = outputs[name];
    if (value === undefined) throw new Error(`the stack has no output ${name}`);
    return value;
  };
  return {
    pid,
    ready,
    url: output("awsEndpointUrl"),
    output,
    memory: () => residentMemory(pid),
    stop: async () => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGINT");
      await gone;
      process.off("exit", kill);
      rmSync(folder, { recursive: true });
    },
  };
}

function whenReady(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes("\nReady.\n")) resolve(performance.now());
    });
    child.once("exit", () => reject(new Error(`the system did not start:\n${printed}`)));
  });
}
