import { createInterface } from "node:readline/promises";
import { pulumi } from "./pulumi-cli.ts";
import { EXIT } from "./refusal.ts";

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    // Who insists does not want to wait for the host, which ends the operation all the same.
    if (interruption.signal.aborted) process.exit(EXIT.cancelled);
    interruption.abort();
  });
}

// Who reads no further (`pulumi up | head`) does not want the operation to end half done.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

process.exitCode = await pulumi(process.argv.slice(2), {
  workingDirectory: process.cwd(),
  environment: process.env,
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  signal: interruption.signal,
  ask: process.stdin.isTTY && process.stdout.isTTY ? ask : undefined,
});

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C at a question is a no, not an interruption of something that is under way.
  terminal.once("SIGINT", () => terminal.close());
  const closed = new Promise<string>((resolve) => {
    terminal.once("close", () => resolve(""));
  });
  const answer = await Promise.race([terminal.question(question), closed]);
  terminal.close();
  return answer;
}
