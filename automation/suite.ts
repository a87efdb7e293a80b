import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "../local/host/state/process-alive.ts";
import type { SuiteResult } from "./ephemeral.ts";
import { shortSpan } from "./lifetime.ts";
import { writeOutputs } from "./outputs-file.ts";

/** How long a suite that was told to end may take, in milliseconds: then it is killed. */
const PATIENCE = 5000;

/** What the folders with outputs are called; then comes the process that made it. */
const FOLDER = "stack-outputs-";

/** What a suite is run with. */
export interface SuiteOptions {
  /** The repository. */
  readonly directory: string;
  /** Of the stack; the suite gets them as the file that `STACK_OUTPUTS` names. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Ends the suite early. */
  readonly signal: AbortSignal;
  /** How long it may take altogether, in milliseconds: a suite that hangs must not keep a stack. */
  readonly limit: number;
}

/**
 * Runs the end-to-end suite against a stack, in a process of its own so that its crash is a test failure and no more.
 */
export async function runSuite(options: SuiteOptions): Promise<SuiteResult> {
  clearAfterOthers();
  const folder = mkdtempSync(join(tmpdir(), `${FOLDER}${process.pid}-`));
  const file = join(folder, "outputs.json");
  try {
    writeOutputs(file, options.outputs);
    return await mocha(options, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Outputs may be secret: what a run has left that was killed goes with the next one. */
function clearAfterOthers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(FOLDER) ? Number.parseInt(name.slice(FOLDER.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Somebody else's.
    }
  }
}

function mocha({ directory, signal, limit }: SuiteOptions, outputsFile: string): Promise<SuiteResult> {
  const require = createRequire(join(directory, "package.json"));
  // The project's own configuration of mocha names all tests; these are the ones that speak to a stack.
  const words = [
    "--no-config",
    "--reporter",
    "tests/support/reporter.ts",
    "--timeout",
    "60000",
    "tests/end-to-end/*.test.ts",
  ];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [require.resolve("mocha/bin/mocha.js"), ...words], {
      cwd: directory,
      env: { ...process.env, STACK_OUTPUTS: outputsFile },
      // Its dots and failures are progress; standard output is for what was asked for.
      stdio: ["ignore", process.stderr, process.stderr],
    });
    const end = (): void => {
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), PATIENCE).unref();
    };
    let reason: string | undefined;
    const overtime = setTimeout(() => {
      reason = `the suite was ended after ${shortSpan(limit)}, the most that --suite-limit allows`;
      end();
    }, limit);
    // Somebody may have asked for the end while the suite was being prepared.
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
    const settled = (): void => {
      signal.removeEventListener("abort", end);
      clearTimeout(overtime);
    };
    child.once("error", (error) => {
      settled();
      resolve({ passed: false, reason: `mocha did not start (${error.message})` });
    });
    child.once("exit", (code, killer) => {
      settled();
      if (code === 0) return resolve({ passed: true });
      if (killer !== null) reason ??= `the suite was ended by ${killer}`;
      resolve({ passed: false, ...(reason === undefined ? {} : { reason }) });
    });
  });
}
