import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Context, createContext, Script } from "node:vm";
import type { Json } from "../../json.ts";
import type { ExpressionScope } from "../scope.ts";
import { registerAwsFunctions } from "./aws-functions.ts";
import { EvaluationError } from "./evaluation-error.ts";
import { LIMIT_TEXTS, LIMITS } from "./limits.ts";

/** The library's part that is used here; what it works with is anything. */
export interface LibraryExpression {
  evaluate(input: undefined, bindings: Readonly<Record<string, unknown>>): Promise<unknown>;
  assign(name: string | symbol, value: unknown): void;
  registerFunction(name: string, implementation: (...args: never[]) => unknown, signature?: string): void;
}

type Library = (text: string, options?: { sequence: number }) => LibraryExpression;

interface Globals {
  jsonata: Library;
  expression: LibraryExpression | undefined;
  bindings: Readonly<Record<string, unknown>>;
  outcome: { readonly result?: unknown; readonly error?: unknown } | undefined;
  now: () => number;
  random: () => number;
}

const library = new Script(readFileSync(createRequire(import.meta.url).resolve("jsonata/jsonata.js"), "utf8"), {
  filename: "jsonata.js",
});

/**
 * Takes time and randomness from outside. As in a browser, Base64 is `btoa` and `atob`, which are strict: AWS answers
 * `$base64decode("!!!")` with an internal error (step-functions.md §6.4).
 */
const preparation = new Script(`
  globalThis.window = globalThis;
  Math.random = () => random();
  globalThis.Date = class extends Date {
    constructor(...parts) { parts.length === 0 ? super(now()) : super(...parts); }
    static now() { return now(); }
  };
`);

const evaluation = new Script(`
  outcome = undefined;
  expression.evaluate(undefined, bindings).then(
    (result) => { outcome = { result }; },
    (error) => { outcome = { error }; },
  );
`);

/**
 * The JSONata library in a context of its own. The library is asynchronous throughout, and an expression that never ends would
 * never give the event loop back: here its promises are settled before a call returns, and a call can be cut off after
 * {@link LIMITS}.milliseconds, even in the midst of a regular expression.
 */
export class Sandbox {
  readonly #context: Context;
  readonly #globals: Globals;
  readonly #fromMillis: LibraryFunction;
  readonly #pad: LibraryFunction;
  #host: ExpressionScope["host"] | undefined;

  constructor() {
    const globals = {
      expression: undefined,
      bindings: {},
      outcome: undefined,
      now: () => this.#host?.clock.now() ?? 0,
      random: () => this.#host?.ids.random() ?? 0,
      btoa,
      atob,
      encodeURI,
      encodeURIComponent,
      decodeURI,
      decodeURIComponent,
    };
    this.#context = createContext(globals, { microtaskMode: "afterEvaluate" });
    preparation.runInContext(this.#context);
    library.runInContext(this.#context);
    this.#globals = globals as typeof globals & { jsonata: Library };
    this.#fromMillis = this.#lookUp("$fromMillis");
    this.#pad = this.#lookUp("$pad");
  }

  /** A text that is known to be JSONata, with AWS's functions. */
  compile(text: string): LibraryExpression {
    const expression = this.#globals.jsonata(text, { sequence: LIMITS.sequenceLength });
    registerAwsFunctions(expression, () => this.#host, this.#fromMillis, this.#pad);
    return expression;
  }

  /**
   * @param cutOff Whether to stop it from outside when it takes too long, which costs a thread: only a regular expression needs it,
   *   all else is stopped by {@link guardAgainstRunaway}.
   * @throws EvaluationError for every failure.
   */
  evaluate(
    expression: LibraryExpression,
    bindings: Readonly<Record<string, Json>>,
    host: ExpressionScope["host"],
    cutOff: boolean,
  ): unknown {
    this.#host = host;
    const outcome = this.#run(expression, bindings, cutOff);
    if (outcome === undefined) throw new EvaluationError("internal", "The evaluation did not end");
    if ("error" in outcome) throw explain(outcome.error);
    return outcome.result;
  }

  #run(
    expression: LibraryExpression,
    bindings: Readonly<Record<string, unknown>>,
    cutOff: boolean,
  ): Globals["outcome"] {
    const globals = this.#globals;
    globals.expression = expression;
    globals.bindings = bindings;
    try {
      evaluation.runInContext(this.#context, cutOff ? { timeout: LIMITS.milliseconds } : {});
      return globals.outcome;
    } catch (error) {
      if ((error as { readonly code?: unknown }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") {
        throw new EvaluationError("bound", LIMIT_TEXTS.time);
      }
      throw explain(error);
    } finally {
      globals.expression = undefined;
      globals.bindings = {};
      globals.outcome = undefined;
    }
  }

  /** A function of the library's, which it does not export. */
  #lookUp(name: string): LibraryFunction {
    const found = this.#run(this.#globals.jsonata(name), {}, false);
    return (found as { readonly result: { readonly implementation: LibraryFunction } }).result.implementation;
  }
}

/** A built-in function as the library keeps it. */
export type LibraryFunction = (this: object, ...args: unknown[]) => unknown;

function explain(error: unknown): EvaluationError {
  if (error instanceof EvaluationError) return error;
  const { code, message, name } = error as Readonly<Record<"code" | "message" | "name", unknown>>;
  if (code === "D2014" || code === "D2015") return new EvaluationError("bound", LIMIT_TEXTS.memory);
  if (name === "RangeError") {
    const overflow = String(message).startsWith("Maximum call stack");
    return new EvaluationError("bound", overflow ? LIMIT_TEXTS.stack : LIMIT_TEXTS.memory);
  }
  if (typeof code === "string") return new EvaluationError("coded", `${code}: ${String(message)}`);
  return new EvaluationError("internal", String(message));
}
