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

/** One evaluation under way: its outcome, once it has one. */
export interface Job {
  readonly outcome: { readonly result?: unknown; readonly error?: unknown } | undefined;
}

/** Where an evaluation waits for its next turn. */
export interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

interface Globals {
  jsonata: Library;
  expression: LibraryExpression | undefined;
  bindings: Readonly<Record<string, unknown>>;
  job: Job;
  gate: Gate | undefined;
  newGate: () => Gate;
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
  globalThis.newGate = () => {
    let open;
    const opened = new Promise((resolve) => { open = resolve; });
    return { opened, open };
  };
  Math.random = () => random();
  globalThis.Date = class extends Date {
    constructor(...parts) { parts.length === 0 ? super(now()) : super(...parts); }
    static now() { return now(); }
  };
`);

const beginning = new Script(`{
  const begun = { outcome: undefined };
  job = begun;
  expression.evaluate(undefined, bindings).then(
    (result) => { begun.outcome = { result }; },
    (error) => { begun.outcome = { error }; },
  );
}`);

const opening = new Script("gate.open();");

/**
 * The JSONata library in a context of its own. The library is asynchronous throughout, and an expression that never ends would
 * never give the event loop back: here its promises are settled before a call returns, as far as they do not wait at a
 * {@link Gate}, and a call can be cut off, even in the midst of a regular expression.
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
      job: { outcome: undefined },
      gate: undefined,
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
    this.#globals = globals as typeof globals & Pick<Globals, "jsonata" | "newGate">;
    this.#fromMillis = this.#lookUp("$fromMillis");
    this.#pad = this.#lookUp("$pad");
  }

  /** A text that is known to be JSONata, with AWS's functions. */
  compile(text: string): LibraryExpression {
    const expression = this.#globals.jsonata(text, { sequence: LIMITS.sequenceLength });
    registerAwsFunctions(expression, () => this.#host, this.#fromMillis, this.#pad);
    return expression;
  }

  newGate(): Gate {
    return this.#globals.newGate();
  }

  /**
   * Begins an evaluation, which ends here unless it comes to a gate.
   *
   * @param cutOff Whether to stop it from outside when it takes too long, which costs a thread: only a regular expression needs it,
   *   all else is stopped by its guard.
   * @throws EvaluationError where it was cut off.
   */
  begin(
    expression: LibraryExpression,
    bindings: Readonly<Record<string, Json>>,
    host: ExpressionScope["host"] | undefined,
    cutOff: boolean,
  ): Job {
    const globals = this.#globals;
    globals.expression = expression;
    globals.bindings = bindings;
    this.#run(beginning, host, cutOff);
    globals.expression = undefined;
    globals.bindings = {};
    return globals.job;
  }

  /** Lets an evaluation go on that waits at a gate; otherwise as {@link begin}. */
  open(gate: Gate, host: ExpressionScope["host"], cutOff: boolean): void {
    this.#globals.gate = gate;
    this.#run(opening, host, cutOff);
    this.#globals.gate = undefined;
  }

  #run(script: Script, host: ExpressionScope["host"] | undefined, cutOff: boolean): void {
    this.#host = host;
    try {
      const timeout = LIMITS.turnMilliseconds + LIMITS.uninterruptedMilliseconds;
      script.runInContext(this.#context, cutOff ? { timeout } : {});
    } catch (error) {
      if ((error as { readonly code?: unknown }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") {
        throw new EvaluationError("bound", LIMIT_TEXTS.time);
      }
      throw EvaluationError.of(error);
    }
  }

  /** A function of the library's, which it does not export. */
  #lookUp(name: string): LibraryFunction {
    const { outcome } = this.begin(this.#globals.jsonata(name), {}, undefined, false);
    return (outcome as { readonly result: { readonly implementation: LibraryFunction } }).result.implementation;
  }
}

/** A built-in function as the library keeps it. */
export type LibraryFunction = (this: object, ...args: unknown[]) => unknown;
