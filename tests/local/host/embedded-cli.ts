import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

const EXECUTABLE = new URL("../../../local/host/bin/pulumi", import.meta.url).pathname;

/** How a command ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves as soon as standard output has the text. */
  printed(text: string): Promise<void>;
}

/** The embedded executable, with a state folder of its own. */
export class EmbeddedCli {
  readonly state = mkdtempSync(join(tmpdir(), "stacks-"));
  readonly #program: string;

  /** @param program the folder in `tests/fixtures/programs`. */
  constructor(program: string) {
    this.#program = new URL(`../../fixtures/programs/${program}`, import.meta.url).pathname;
  }

  get environment(): Record<string, string> {
    return { PULUMI_BACKEND_URL: `file://${this.state}`, PULUMI_CONFIG_PASSPHRASE: "open sesame" };
  }

  start(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Running {
    const child = spawn(EXECUTABLE, [...words, "--non-interactive"], {
      cwd: this.#program,
      env: { ...process.env, ...this.environment, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    const waiting: { text: string; resolve: () => void }[] = [];
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
      for (const { text, resolve } of waiting) if (stdout.includes(text)) resolve();
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
    });
    const ended = new Promise<Ended>((resolve) => {
      child.on("close", (code) => resolve({ code, stdout, stderr }));
    });
    const printed = (text: string): Promise<void> =>
      Promise.race([
        new Promise<void>((resolve) => {
          if (stdout.includes(text)) resolve();
          else waiting.push({ text, resolve });
        }),
        ended.then(({ stdout: all, stderr: errors }) => {
          if (!all.includes(text)) throw new Error(`the command ended without printing ${text}: ${all}${errors}`);
        }),
      ]);
    return { process: child, ended, printed };
  }

  run(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return this.start(words, environment).ended;
  }

  /** The process in which a stack runs. */
  hostPid(stack: string): number {
    return this.#address(stack).pid;
  }

  /** The port of a stack's AWS endpoint. */
  endpointPort(stack: string): number {
    return this.#address(stack).endpoint.port;
  }

  #address(stack: string): { readonly pid: number; readonly endpoint: { readonly port: number } } {
    return JSON.parse(readFileSync(join(this.state, "stacks", stack, "host.json"), "utf8"));
  }

  /** Ends the host of a stack that a test has left behind, and removes everything. */
  async clear(...stacks: readonly string[]): Promise<void> {
    for (const stack of stacks) await this.run(["stack", "rm", "--yes", "--force", stack]);
    rmSync(this.state, { recursive: true, force: true });
  }
}

/** One sentence for the person, nothing of how this is made. */
export function expectSentence({ stderr }: Ended, pattern: RegExp): void {
  expect(stderr).to.match(pattern);
  expect(stderr).to.match(/^error: [^\n]+\n$/);
}
