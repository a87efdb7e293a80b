import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Context, createContext, Script } from "node:vm";
import type { Json } from "../../json.ts";
import type { ExpressionScope } from "../scope.ts";
import { awsFunctions, registerAwsFunctions } from "./aws-functions.ts";
import { libraryNames } from "./direct/library-names.ts";
import { EvaluationError } from "./evaluation-error.ts";
import { LIMITS } from "./limits.ts";
import type { RunawayGuard } from "./runaway-guard.ts";
import { TakesLong } from "./takes-long.ts";

/** The library's part that is used here; what it works with is anything. */
export interface LibraryExpression {
  evaluate(input: undefined, bindings: Readonly<Record<string, unknown>>): Promise<unknown>;
  assign(name: string | symbol, value: unknown): void;
  registerFunction(name: string, implementation: (...args: never[]) => unknown, signature?: string): void;
}

type Library = (text: string, options?: { sequence: number }) => LibraryExpression;

/** Where an evaluation gets time and randomness from. */
export interface Sources {
  readonly clock: Pick<ExpressionScope["host"]["clock"], "now">;
  readonly ids: Pick<ExpressionScope["host"]["ids"], "random" | "uuid">;
}

interface Job {
  readonly outcome: { readonly result?: unknown; readonly error?: unknown } | undefined;
}

interface Globals {
  jsonata: Library;
  expression: LibraryExpression | undefined;
  bindings: Readonly<Record<string, unknown>>;
  job: Job;
  now: () => number;
  random: () => number;
}

const library = new Script(readFileSync(createRequire(import.meta.url).resolve("jsonata/jsonata.js"), "utf8"), {
  filename: "jsonata.js",
});

/**
 * Takes time and randomness from outside. As in a browser, Base64 is `btoa` and `atob`, which are strict: AWS answers
 * `$base64decode("!!!")` with an internal error (floci-io/floci#2736).
 */
const preparation = new Script(`
  globalThis.window = globalThis;
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

/**
 * The JSONata library in a context of its own. The library is asynchronous throughout, and an expression that never ends would
 * never give the event loop back: here its promises are settled before a call returns, and a call can be cut off, even in the
 * midst of a regular expression.
 */
export class Sandbox {
  readonly #context: Context;
  readonly #globals: Globals;
  readonly #fromMillis: LibraryFunction;
  readonly #pad: LibraryFunction;
  #sources: Sources | undefined;
  #guard: RunawayGuard | undefined;

  constructor() {
    const globals = {
      expression: undefined,
      bindings: {},
      job: { outcome: undefined },
      now: () => this.#sources?.clock.now() ?? 0,
      random: () => this.#sources?.ids.random() ?? 0,
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
    this.#globals = globals as typeof globals & Pick<Globals, "jsonata">;
    this.#fromMillis = this.#lookUp("fromMillis").implementation;
    this.#pad = this.#lookUp("pad").implementation;
    for (const name of libraryNames) if (!awsFunctions.has(name)) this.#announce(name);
  }

  /** A text that is known to be JSONata, with AWS's functions. */
  compile(text: string): LibraryExpression {
    const expression = this.#globals.jsonata(text, { sequence: LIMITS.sequenceLength });
    registerAwsFunctions(expression, {
      sources: () => this.#sources,
      fromMillis: this.#fromMillis,
      pad: this.#pad,
      called: (name, args) => this.#guard?.call(name, args),
    });
    return expression;
  }

  /**
   * What an expression comes to, as the library has it.
   *
   * @param cutOff After how many milliseconds to stop it from outside, which costs a thread: only what its guard cannot stop, one
   *   that has regular expressions, needs it.
   * @throws EvaluationError where it fails; TakesLong where it was cut off.
   */
  evaluate(
    expression: LibraryExpression,
    bindings: Readonly<Record<string, Json>>,
    sources: Sources,
    guard: RunawayGuard,
    cutOff: number | undefined,
  ): unknown {
    this.#sources = sources;
    this.#guard = guard;
    guard.begin();
    try {
      return this.#outcomeOf(expression, bindings, cutOff);
    } finally {
      this.#sources = undefined;
      this.#guard = undefined;
    }
  }

  #outcomeOf(
    expression: LibraryExpression,
    bindings: Readonly<Record<string, unknown>>,
    cutOff: number | undefined,
  ): unknown {
    const globals = this.#globals;
    globals.expression = expression;
    globals.bindings = bindings;
    try {
      beginning.runInContext(this.#context, cutOff === undefined ? {} : { timeout: cutOff });
    } catch (error) {
      if ((error as { readonly code?: unknown }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") throw new TakesLong();
      throw EvaluationError.of(error);
    } finally {
      globals.expression = undefined;
      globals.bindings = {};
    }
    const { outcome } = globals.job;
    if (outcome === undefined) throw new EvaluationError("internal", "The evaluation did not end");
    if (!("error" in outcome)) return outcome.result;
    throw outcome.error instanceof TakesLong ? outcome.error : EvaluationError.of(outcome.error);
  }

  /** Has the guard told of each call of a function, also of those that other functions make. */
  #announce(name: string): void {
    const definition = this.#lookUp(name);
    const { implementation } = definition;
    const called = (args: readonly unknown[]): void => this.#guard?.call(name, args);
    const announced: LibraryFunction = function (...args) {
      called(args);
      return implementation.apply(this, args);
    };
    definition.implementation = Object.defineProperty(announced, "length", { value: implementation.length });
  }

  /** A function of the library's, which it does not export. */
  #lookUp(name: string): LibraryDefinition {
    return this.#outcomeOf(this.#globals.jsonata(`$${name}`), {}, undefined) as LibraryDefinition;
  }
}

interface LibraryDefinition {
  implementation: LibraryFunction;
}

/** A built-in function as the library keeps it. */
export type LibraryFunction = (this: object, ...args: unknown[]) => unknown;
