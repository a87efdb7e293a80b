import type { QuickJSContext } from "quickjs-emscripten";
import type { JsonObject } from "../json.ts";
import { addModules } from "./sandbox-modules.ts";

/** What a run of a function gave. */
export interface FunctionRun {
  readonly result: unknown;
  /** What it wrote with `console.log`. */
  readonly logs: readonly string[];
  /** How much of its time it took, from 0 to 100. */
  readonly utilization: number;
}

/** A function that failed: it threw, did not compile, or ran for too long. */
export class FunctionFailure extends Error {
  readonly logs: readonly string[];

  constructor(message: string, logs: readonly string[]) {
    super(message);
    this.logs = logs;
  }
}

/**
 * CloudFront gives a function about a millisecond of its own engine and 2 MB (CFDG/cloudfront-limits). The engine here
 * counts its own book-keeping as memory, and work rather than time: it asks once in about 10,000 jumps and calls whether
 * to stop, which is the same on a busy machine. Both are larger than CloudFront's: enough for what CloudFront runs, and
 * an end for what never ends.
 */
const MOST_WORK = 500;
/** The longest real time in milliseconds, for work that the engine does not count, such as filling all memory. */
const LONGEST_RUN = 1000;
const MEMORY = 8 * 1024 * 1024;
/** Longer logs are cut. */
const LONGEST_LOG = 10 * 1024;

/** Runs one version of a function, many times, in an engine of its own with nothing of this process in it. */
export interface Sandbox {
  run(event: JsonObject): FunctionRun;
  dispose(): void;
}

/**
 * Compiles a CloudFront Function. QuickJS has no timers, no network, no file system and no `process`; `eval` and
 * `Function` are taken away, as CloudFront takes them.
 *
 * @param now real milliseconds, for the time limit.
 * @throws FunctionFailure when the code does not compile or has no `handler`.
 */
export async function createSandbox(code: string, now: () => number): Promise<Sandbox> {
  const { getQuickJS } = await import("quickjs-emscripten");
  const runtime = (await getQuickJS()).newRuntime();
  runtime.setMemoryLimit(MEMORY);
  runtime.setMaxStackSize(256 * 1024);
  let work = 0;
  let deadline = 0;
  runtime.setInterruptHandler(() => ++work > MOST_WORK || now() > deadline);
  const context = runtime.newContext();
  let logs: string[] = [];
  addConsole(context, (line) => logs.push(line));

  const allowWork = (): void => {
    work = 0;
    deadline = now() + LONGEST_RUN;
  };
  const evaluate = (script: string, name: string): unknown => {
    allowWork();
    return evaluated(context, script, name, () => logs);
  };

  allowWork();
  addModules(context);
  evaluate(
    `(() => { const F = Function; delete globalThis.eval; delete globalThis.Function; ${FREEZE_CONSTRUCTORS} })()`,
    "sandbox.js",
  );
  evaluate(code, "function.js");
  if (evaluate("typeof handler", "function.js") !== "function") {
    throw new FunctionFailure("the code defines no global function named handler", logs);
  }

  return {
    run: (event) => {
      logs = [];
      evaluate(callOf(event), "function.js");
      runtime.executePendingJobs();
      const spent = Math.min(100, Math.ceil((100 * work) / MOST_WORK));
      const settled = evaluate("__settled", "function.js");
      return { result: unwrap(settled, logs), logs: cut(logs), utilization: spent };
    },
    dispose: () => {
      context.dispose();
      runtime.dispose();
    },
  };
}

/** Calls the handler, whether it is asynchronous or not. */
function callOf(event: JsonObject): string {
  return `globalThis.__settled = undefined; void Promise.resolve(handler(${JSON.stringify(event)})).then((value) => { __settled = { value }; }, (error) => { __settled = { error: String(error) }; });`;
}

/** @throws FunctionFailure with what was logged before. */
function evaluated(context: QuickJSContext, script: string, name: string, logs: () => readonly string[]): unknown {
  const result = context.evalCode(script, name);
  if (result.error !== undefined) {
    const error: unknown = context.dump(result.error);
    result.error.dispose();
    throw new FunctionFailure(describe(error, name), logs());
  }
  const value: unknown = context.dump(result.value);
  result.value.dispose();
  return value;
}

/** Leaves no way to the Function constructor through a function's prototype. */
const FREEZE_CONSTRUCTORS =
  "Object.defineProperty(F.prototype, 'constructor', { value: undefined }); Object.defineProperty(Object.getPrototypeOf(async function () {}), 'constructor', { value: undefined });";

function addConsole(context: QuickJSContext, write: (line: string) => void): void {
  const consoleHandle = context.newObject();
  const log = context.newFunction("log", (...values) => {
    write(values.map((value) => shown(context.dump(value))).join(" "));
  });
  for (const name of ["log", "error"]) context.setProp(consoleHandle, name, log);
  context.setProp(context.global, "console", consoleHandle);
  log.dispose();
  consoleHandle.dispose();
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
}

function unwrap(settled: unknown, logs: readonly string[]): unknown {
  if (typeof settled !== "object" || settled === null) {
    throw new FunctionFailure("the handler's promise never settles: there are no timers to wait for", logs);
  }
  if ("error" in settled) throw new FunctionFailure(String(settled.error), logs);
  return "value" in settled ? settled.value : undefined;
}

function describe(error: unknown, file: string): string {
  if (typeof error !== "object" || error === null) return String(error);
  const { name, message, stack } = error as { name?: string; message?: string; stack?: string };
  if (message === "interrupted")
    return "it ran for too long and was stopped: CloudFront gives a function about a millisecond";
  const line = new RegExp(`${file}:(\\d+)`).exec(stack ?? "")?.[1];
  return `${name ?? "Error"}: ${message ?? ""}${line === undefined ? "" : ` (line ${line})`}`;
}

function cut(logs: readonly string[]): readonly string[] {
  let left = LONGEST_LOG;
  return logs.flatMap((line) => {
    if (left <= 0) return [];
    const kept = line.slice(0, left);
    left -= kept.length;
    return [kept];
  });
}
