import type { QuickJSContext, QuickJSHandle } from "quickjs-emscripten";
import type { JsonObject } from "../json.ts";
import { addModules } from "./sandbox-modules.ts";
import { INTERRUPTED, WorkBudget } from "./work-budget.ts";

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

/** CloudFront gives a function 2 MB (CFDG/cloudfront-limits); the engine here counts its own book-keeping as memory. */
const MEMORY = 8 * 1024 * 1024;
/** Longer logs are cut, in characters. */
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
  const budget = new WorkBudget(now);
  runtime.setInterruptHandler(() => budget.isSpent());
  const context = runtime.newContext();
  let logs: string[] = [];
  let room = LONGEST_LOG;
  addConsole(context, budget, (line) => {
    if (room > 0) logs.push(line.slice(0, room));
    room -= line.length;
  });

  const evaluate = (script: string, name: string): unknown => {
    budget.renew();
    return evaluated(context, script, name, () => logs);
  };

  budget.renew();
  addModules(context, budget);
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
      room = LONGEST_LOG;
      evaluate(callOf(event), "function.js");
      const { error } = runtime.executePendingJobs();
      if (error !== undefined) throw new FunctionFailure(describe(taken(context, error), "function.js"), logs);
      const { utilization } = budget;
      const settled = evaluate("__settled", "function.js");
      return { result: unwrap(settled, logs), logs, utilization };
    },
    dispose: () => {
      context.dispose();
      runtime.dispose();
    },
  };
}

/** Calls the handler, whether it is asynchronous or not. A viewer's `__proto__` is a name like others, so the event is no literal. */
function callOf(event: JsonObject): string {
  const text = JSON.stringify(JSON.stringify(event));
  return `globalThis.__settled = undefined; void Promise.resolve(handler(JSON.parse(${text}))).then((value) => { __settled = { value }; }, (error) => { __settled = { error: String(error) }; });`;
}

/** @throws FunctionFailure with what was logged before. */
function evaluated(context: QuickJSContext, script: string, name: string, logs: () => readonly string[]): unknown {
  const result = context.evalCode(script, name);
  if (result.error !== undefined) throw new FunctionFailure(describe(taken(context, result.error), name), logs());
  try {
    return taken(context, result.value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FunctionFailure("it returned objects that are nested too deeply", logs());
  }
}

/** A value of the engine as one of this process, which the engine need not keep. */
function taken(context: QuickJSContext, handle: QuickJSHandle): unknown {
  try {
    return context.dump(handle);
  } finally {
    handle.dispose();
  }
}

/** Leaves no way to a constructor of functions through any kind of function's prototype. */
const FREEZE_CONSTRUCTORS =
  "for (const kind of [F, async function () {}, function* () {}, async function* () {}]) " +
  "Object.defineProperty(Object.getPrototypeOf(kind), 'constructor', { value: undefined });";

function addConsole(context: QuickJSContext, budget: WorkBudget, write: (line: string) => void): void {
  const consoleHandle = context.newObject();
  const log = context.newFunction("log", (...values) => {
    budget.spend();
    const line = values.map((value) => shown(context.dump(value))).join(" ");
    budget.spend(line.length);
    write(line);
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
  // The engine's own text for what it could not turn into JSON.
  if (typeof settled === "string") throw new FunctionFailure("its result cannot be read as JSON in time", logs);
  if (typeof settled !== "object" || settled === null) {
    throw new FunctionFailure("the handler's promise never settles: there are no timers to wait for", logs);
  }
  if ("error" in settled) throw new FunctionFailure(String(settled.error), logs);
  return "value" in settled ? settled.value : undefined;
}

function describe(error: unknown, file: string): string {
  if (typeof error !== "object" || error === null) return String(error);
  const { name, message, stack } = error as { name?: string; message?: string; stack?: string };
  if (message === INTERRUPTED)
    return "it ran for too long and was stopped: CloudFront gives a function about a millisecond";
  const line = new RegExp(`${file}:(\\d+)`).exec(stack ?? "")?.[1];
  return `${name ?? "Error"}: ${message ?? ""}${line === undefined ? "" : ` (line ${line})`}`;
}
