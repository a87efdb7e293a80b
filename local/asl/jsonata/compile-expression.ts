import type { Json } from "../../json.ts";
import type { ExpressionScope } from "../scope.ts";
import { compileDirect } from "./direct/compile-direct.ts";
import { type Evaluate, LeftToLibrary, MOST_ITEMS } from "./direct/value.ts";
import { LIMITS } from "./limits.ts";
import { guardAgainstRunaway } from "./runaway-guard.ts";
import { type LibraryExpression, Sandbox } from "./sandbox.ts";
import { statesOf } from "./states-variable.ts";
import { parseJsonata } from "./syntax-tree.ts";
import { toJson } from "./to-json.ts";
import { type Traits, traitsOf } from "./traits.ts";

/** Evaluates one expression; undefined where it returns nothing. @throws EvaluationError */
export type Expression = (scope: ExpressionScope) => Json | undefined;

let shared: Sandbox | undefined;

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
  let expression: LibraryExpression | undefined;
  let sandbox: Sandbox;
  let reset = (): void => {};
  return (scope) => {
    if (expression === undefined) {
      shared ??= new Sandbox();
      sandbox = shared;
      expression = sandbox.compile(text);
      reset = guardAgainstRunaway(expression);
    }
    reset();
    return toJson(sandbox.evaluate(expression, bindingsOf(traits, scope), scope.host, traits.hasRegularExpressions));
  };
}

function bindingsOf({ variables }: Traits, scope: ExpressionScope): Record<string, Json> {
  const bindings: Record<string, Json> = {};
  for (const name of variables) {
    const value = name === "states" ? statesOf(scope) : scope.variables[name];
    if (value !== undefined) bindings[name] = value;
  }
  return bindings;
}
