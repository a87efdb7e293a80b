import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const REPOSITORY = join(import.meta.dirname, "..", "..");

/** A provider in a process of its own. */
export interface ProviderProcess {
  readonly port: number;
  stop(): Promise<void>;
}

/** The local services and their provider, as `npm run provider` serves them to the Pulumi CLI. */
export function localProvider(): Promise<ProviderProcess> {
  return startProvider(["local/launch.js", "provider-main.ts", "--port", "0", "--log-level", "error"]);
}

/** A provider that makes nothing and says what the file of answers has. */
export function doNothingProvider(file: string): Promise<ProviderProcess> {
  return startProvider(["tests/bench/do-nothing-provider.ts", file]);
}

async function startProvider(words: readonly string[]): Promise<ProviderProcess> {
  const child = spawn(process.execPath, words, { cwd: REPOSITORY, stdio: ["ignore", "pipe", "inherit"] });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const port = await printedPort(child);
  return {
    port,
    stop: async () => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
      process.off("exit", kill);
    },
  };
}

function printedPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const port = /aws:(\d+)\b/.exec(printed)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once("exit", () => reject(new Error(`the provider did not start:\n${printed}`)));
  });
}
