import type { Json } from "../../json.ts";
import { readJson } from "../../json-text.ts";
import { seededFraction } from "../intrinsics/math.ts";
import { HASH_ALGORITHMS, hash } from "../intrinsics/text.ts";
import { EvaluationError } from "./evaluation-error.ts";
import { LIMIT_TEXTS, LIMITS } from "./limits.ts";
import { hasRepeatedName } from "./repeated-name.ts";
import type { LibraryExpression, LibraryFunction, Sources } from "./sandbox.ts";

/** A function of AWS, given the arguments of a call that are not too many. */
type AwsFunction = (args: readonly unknown[], sources: Sources | undefined) => Json | undefined;

/**
 * The functions that AWS adds, with how many arguments they take at most. They check their arguments themselves, for what
 * of theirs is missing is sometimes an error and sometimes gives nothing: facts measured on AWS (floci-io/floci#2676).
 */
const FUNCTIONS: Readonly<Record<string, { readonly most: number; readonly evaluate: AwsFunction }>> = {
  parse: { most: 1, evaluate: ([text]) => (text === undefined ? undefined : parse(text)) },
  partition: { most: 2, evaluate: ([list, size]) => partition(list, size) },
  range: { most: 3, evaluate: ([first, last, step]) => range(first, last, step) },
  hash: { most: 2, evaluate: ([text, algorithm]) => hashOf(text, algorithm) },
  random: {
    most: 1,
    evaluate: ([seed], sources) =>
      seed === undefined ? (sources?.ids.random() ?? 0) : seededFraction(integer("random", seed, 1)),
  },
  uuid: { most: 0, evaluate: (_args, sources) => sources?.ids.uuid() },
};

/** The names of the functions that are AWS's own. */
export const awsFunctions: ReadonlySet<string> = new Set(Object.keys(FUNCTIONS));

/** What AWS's functions work with. */
export interface AwsFunctionsParts {
  /** Where the evaluation under way gets time and randomness from. */
  readonly sources: () => Sources | undefined;
  /** The library's own functions that are wrapped. */
  readonly fromMillis: LibraryFunction;
  readonly pad: LibraryFunction;
  /** Told before each call. */
  readonly called: (name: string, args: readonly unknown[]) => void;
}

/**
 * Adds AWS's own functions to an expression, takes `$eval` away, and has time and randomness come from outside.
 * AWS: DG/transforming-data.
 */
export function registerAwsFunctions(
  expression: LibraryExpression,
  { sources, fromMillis, pad, called }: AwsFunctionsParts,
): void {
  const now = (): number => sources()?.clock.now() ?? 0;
  const register = expression.registerFunction.bind(expression);
  for (const [name, { most, evaluate }] of Object.entries(FUNCTIONS)) {
    const implementation = (...args: readonly unknown[]): Json | undefined => {
      called(name, args);
      if (args.length > most) throw misfit(name, most + 1);
      return evaluate(args, sources());
    };
    // So many arguments the functions of higher order give it.
    register(name, Object.defineProperty(implementation, "length", { value: most }));
  }
  register("millis", now, "<:n>");
  register(
    "now",
    (picture?: string, timezone?: string) => fromMillis.call({}, Math.floor(now()), picture, timezone),
    "<s?s?:s>",
  );
  register(
    "pad",
    (text: string, width: number, character?: string) => {
      if (Math.abs(width) > LIMITS.textLength) throw new EvaluationError("bound", LIMIT_TEXTS.memory);
      called("pad", [text, width]);
      return pad.call({}, text, width, character);
    },
    "<s-ns?:s>",
  );
  expression.assign("eval", undefined);
}

function parse(text: unknown): Json {
  if (typeof text !== "string") throw misfit("parse", 1);
  const read = readJson(text);
  if ("fault" in read || hasRepeatedName(text)) throw refusal("Invalid JSON");
  return read.value;
}

function partition(list: unknown, size: unknown): Json | undefined {
  if (list === undefined) return undefined;
  if (!Array.isArray(list)) {
    throw new EvaluationError("coded", 'T0412: Argument 1 of function "partition" must be an array of undefined');
  }
  const items = list as Json[];
  if (items.length === 0) return undefined;
  const length = size === undefined ? items.length : integer("partition", size, 2);
  if (length < 0) throw refusal("Second argument must be zero or greater");
  if (length === 0) return undefined;
  const chunks: Json[] = [];
  for (let start = 0; start < items.length; start += length) chunks.push(items.slice(start, start + length));
  return chunks;
}

/** Like a sequence of JSONata, one number is no array, and none is nothing. */
function range(first: unknown, last: unknown, step: unknown): Json | undefined {
  const start = integer("range", first, 1);
  const end = integer("range", last, 2);
  if (step === undefined) return undefined;
  const distance = integer("range", step, 3);
  const length = distance === 0 ? 0 : Math.floor((end - start) / distance) + 1;
  if (length <= 1) return length === 1 ? start : undefined;
  if (length > LIMITS.rangeLength) throw new EvaluationError("bound", LIMIT_TEXTS.memory);
  return Array.from({ length }, (_, index) => start + index * distance);
}

function hashOf(text: unknown, algorithm: unknown): Json | undefined {
  if (typeof text !== "string") throw misfit("hash", 1);
  if (algorithm === undefined) return undefined;
  if (typeof algorithm !== "string") throw misfit("hash", 2);
  if (!HASH_ALGORITHMS.has(algorithm)) {
    throw refusal(`Hash algorithm '${algorithm}' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5`);
  }
  return hash(text, algorithm);
}

/** Rounded towards zero. */
function integer(name: string, value: unknown, position: number): number {
  if (typeof value !== "number") throw misfit(name, position);
  // Without a negative zero.
  return Math.trunc(value) + 0;
}

function misfit(name: string, position: number): EvaluationError {
  const text = `T0410: Argument ${position} of function "${name}" does not match function signature`;
  return new EvaluationError("coded", text);
}

function refusal(text: string): EvaluationError {
  return new EvaluationError("coded", `D3137: ${text}`);
}
