import { isObject, type Json } from "../json.ts";
import { Budget } from "./json-path/budget.ts";
import { collect, PathMismatch } from "./json-path/collect.ts";
import { describeMissing } from "./json-path/describe-missing.ts";
import { parsePath } from "./json-path/parse.ts";
import { isDefinite, type Root, type Step } from "./json-path/steps.ts";
import type { ExpressionScope } from "./scope.ts";

export { PathSyntaxError } from "./json-path/syntax-error.ts";

/** A path of AWS's JSONPath dialect, taken apart once. */
export interface Path {
  /** As written. */
  readonly text: string;
  /** Selects one place by names and indexes only, as `ResultPath`, Choice `Variable` and the like require. */
  readonly isReference: boolean;
  /** Selects at most one value; an indefinite path answers an array. */
  readonly isDefinite: boolean;
  /** Where it begins: `$`, `$$` or `$name`. */
  readonly root: Root;
  readonly steps: readonly Step[];
  /** The value; undefined where a definite path leads nowhere, or a path cannot be applied to what it finds. */
  evaluate(scope: ExpressionScope): Json | undefined;
  /** The document that the path is applied to; undefined for a variable that is not assigned. */
  document(scope: ExpressionScope): Json | undefined;
  /**
   * Why {@link evaluate} found nothing, in Jayway's words, which AWS puts after `Invalid path '$.x' : `
   * (awsdocs/aws-step-functions-developer-guide#5).
   */
  describeMissing(scope: ExpressionScope): string;
  /**
   * Whether nothing was found only because an array ends before the last step's index: AWS takes null for that in a
   * template (floci-io/floci#3167, measured).
   */
  endsBeyondArray(scope: ExpressionScope): boolean;
}

/**
 * Compiles a path: `$`, `$$…` (Context Object), `$name…` (variable), with names, indexes, unions, slices, wildcards, deep
 * scans and filters as in Jayway's JsonPath, which AWS uses. Functions such as `length()` are not supported there and read as a
 * name (awsdocs/aws-step-functions-developer-guide#5).
 *
 * @throws PathSyntaxError where the text is no path.
 */
export function compilePath(text: string): Path {
  const { root, steps } = parsePath(text);
  const document = compileRoot(root);
  const evaluate = compileSteps(steps, document);
  return {
    text,
    root,
    steps,
    isReference: steps.every((step) => step.kind === "name" || (step.kind === "index" && step.index >= 0)),
    isDefinite: isDefinite(steps),
    evaluate,
    document,
    describeMissing: (scope) => describeMismatch(steps, document(scope)) ?? describeMissing(steps, document(scope)),
    endsBeyondArray: (scope) => endsBeyondArray(steps, document(scope)),
  };
}

function compileRoot(root: Root): Path["document"] {
  switch (root.kind) {
    case "input":
      return (scope) => scope.input;
    case "context":
      return (scope) => scope.context();
    case "variable": {
      const { name } = root;
      // Variables of outer scopes are reached through the prototype chain; what every object has is none of them.
      if (name in Object.prototype) {
        return ({ variables }) => (typeof variables[name] === "function" ? undefined : variables[name]);
      }
      return (scope) => scope.variables[name];
    }
    default: {
      const never: never = root;
      return never;
    }
  }
}

/** Each step of a plain path calls the one before it; a longer path is walked instead, which no length takes off the stack. */
const LONGEST_CHAIN = 100;

function compileSteps(steps: readonly Step[], document: Path["document"]): Path["evaluate"] {
  if (steps.length === 0) return document;
  if (steps.length <= LONGEST_CHAIN && steps.every((step) => step.kind === "name" || step.kind === "index")) {
    return steps.reduce(
      (read, step) => (step.kind === "name" ? readName(read, step.name) : readIndex(read, step.index)),
      document,
    );
  }
  const definite = isDefinite(steps);
  return (scope) => {
    const start = document(scope);
    if (start === undefined) return undefined;
    try {
      const found = collect(steps, start, start, Budget.of(scope));
      return definite ? found[0] : found;
    } catch (reason) {
      if (reason instanceof PathMismatch) return undefined;
      throw reason;
    }
  };
}

function describeMismatch(steps: readonly Step[], document: Json | undefined): string | undefined {
  if (document === undefined) return undefined;
  try {
    collect(steps, document, document, new Budget());
    return undefined;
  } catch (reason) {
    if (reason instanceof PathMismatch) return reason.message;
    throw reason;
  }
}

/** Names that arrays, strings or objects have of themselves need an exact look; a plain read does for all others. */
function readName(before: Path["evaluate"], name: string): Path["evaluate"] {
  if (name in Array.prototype || name in Object.prototype || /^\d+$/.test(name)) {
    return (scope) => {
      const node = before(scope);
      return node !== undefined && isObject(node) && Object.hasOwn(node, name) ? node[name] : undefined;
    };
  }
  return (scope) => {
    const node = before(scope);
    if (typeof node !== "object" || node === null) return undefined;
    return (node as { readonly [name: string]: Json | undefined })[name];
  };
}

function readIndex(before: Path["evaluate"], index: number): Path["evaluate"] {
  return (scope) => {
    const node = before(scope);
    if (!Array.isArray(node)) return undefined;
    const found: Json | undefined = node[index < 0 ? node.length + index : index];
    return found;
  };
}

function endsBeyondArray(steps: readonly Step[], document: Json | undefined): boolean {
  const last = steps.at(-1);
  if (last?.kind !== "index" || document === undefined || !isDefinite(steps)) return false;
  return Array.isArray(collect(steps.slice(0, -1), document, document, new Budget())[0]);
}
