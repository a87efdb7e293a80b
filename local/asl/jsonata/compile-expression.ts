import type { Json } from "../../json.ts";
import type { ExpressionScope } from "../scope.ts";
import { compileDirect } from "./direct/compile-direct.ts";
import { type Evaluate, LeftToLibrary, MOST_ITEMS } from "./direct/value.ts";
import { Evaluation } from "./evaluation.ts";
import { LIMITS } from "./limits.ts";
import { statesOf } from "./states-variable.ts";
import { parseJsonata } from "./syntax-tree.ts";
import { type Traits, traitsOf } from "./traits.ts";

/**
 * Evaluates one expression; undefined where it returns nothing. Only what takes long answers a promise, which never goes
 * unheard. @throws EvaluationError
 */
export type Expression = (scope: ExpressionScope) => Json | undefined | Promise<Json | undefined>;

/**
 * Compiles the text between the delimiters: to a direct evaluation where there is one, with the library behind it.
 *
 * @throws JsonataSyntaxError
 */
export function compileExpression(text: string): Expression {
  const tree = parseJsonata(text);
  const traits = traitsOf(tree);
  const library = compileInLibrary(text, traits);
  // What is nested more deeply is refused, by the library's guard.
  const direct = traits.depth > LIMITS.depth ? undefined : compileDirect(tree);
  return direct === undefined ? library : withLibraryBehind(direct, library);
}

function withLibraryBehind(direct: Evaluate, library: Expression): Expression {
  return (scope) => {
    try {
      return direct({ scope, locals: [], focus: undefined, left: MOST_ITEMS });
    } catch (error) {
      if (!(error instanceof LeftToLibrary) && !(error instanceof RangeError)) throw error;
      return library(scope);
    }
  };
}

/** The library's own evaluation. It is prepared at the first call: most expressions never need it. */
export function compileInLibrary(text: string, traits: Traits): Expression {
  let evaluation: Evaluation | undefined;
  return (scope) => {
    evaluation ??= new Evaluation(text, traits);
    const result = evaluation.run(bindingsOf(traits, scope), scope.host);
    return result instanceof Promise ? heard(result) : result;
  };
}

/** Whoever asked for a promise may have failed by something else meanwhile. */
export function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function bindingsOf({ variables }: Traits, scope: ExpressionScope): Record<string, Json> {
  const bindings: Record<string, Json> = {};
  for (const name of variables) {
    const value = name === "states" ? statesOf(scope) : scope.variables[name];
    if (value !== undefined) bindings[name] = value;
  }
  return bindings;
}
