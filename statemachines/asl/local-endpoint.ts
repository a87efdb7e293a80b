import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The services of the local runtime in a process of their own, with nothing deployed. */
const SERVICES = join(import.meta.dirname, "../../local/provider-main.ts");

/** AWS's services on this machine, for as long as they are asked. */
export interface LocalEndpoint {
  /** `http://localhost:PORT`. */
  readonly url: string;
  stop(): void;
}

/**
 * Starts the local services on any free port. They are spoken to as AWS is, over HTTP: nothing of `statemachines/` knows the
 * runtime from inside.
 *
 * @throws Error with what they said when they do not start.
 */
export async function localEndpoint(): Promise<LocalEndpoint> {
  const services = spawn(process.execPath, [SERVICES, "--port", "0", "--provider-port", "0"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complaints = "";
  services.stderr.on("data", (data) => {
    complaints += data;
  });
  for await (const line of createInterface({ input: services.stdout })) {
    const url = /^AWS endpoint: (\S+)$/.exec(line)?.[1];
    if (url !== undefined) return { url, stop: () => void services.kill("SIGTERM") };
  }
  throw new Error(`The local services did not start: ${complaints.trim()}`);
}
