import { isObject, type Json, type JsonObject } from "../json.ts";
import { compileIntrinsic } from "./intrinsics.ts";
import { compilePath } from "./json-path.ts";
import { readOrFail } from "./read-or-fail.ts";
import type { ExpressionScope } from "./scope.ts";

/** An expression taken apart once; evaluating it throws {@link StateError} with AWS's cause, without the state's prefix. */
export type CompiledValue = (scope: ExpressionScope) => Json;

/**
 * Compiles a payload template: members whose name ends in `.$` are paths or intrinsic functions, at any depth; all else is
 * itself, and comes back uncopied (states-language.net, Payload Template).
 *
 * @param field The field that holds the template, such as `Parameters`; validation has seen it before, so this only tells an
 *   internal error apart.
 * @throws PathSyntaxError, IntrinsicSyntaxError where a `.$` member holds neither, which validation refuses.
 */
export function compileTemplate(value: Json, field: string): CompiledValue {
  return compile(value, field) ?? (() => value);
}

/** Undefined where nothing is to be evaluated. */
function compile(value: Json, field: string): CompiledValue | undefined {
  if (Array.isArray(value)) return compileArray(value, field);
  return isObject(value) ? compileObject(value, field) : undefined;
}

function compileArray(list: readonly Json[], field: string): CompiledValue | undefined {
  const items = list.map((item) => compile(item, field));
  if (items.every((item) => item === undefined)) return undefined;
  return (scope) => items.map((item, index) => (item === undefined ? (list[index] ?? null) : item(scope)));
}

function compileObject(object: JsonObject, field: string): CompiledValue | undefined {
  let dynamic = false;
  const members: [string, CompiledValue][] = [];
  for (const [name, value = null] of Object.entries(object)) {
    if (name.endsWith(".$")) {
      dynamic = true;
      if (typeof value !== "string") throw new TypeError(`${field}: the member '${name}' is no string`);
      members.push([name.slice(0, -2), compileExpression(value, name)]);
    } else {
      const compiled = compile(value, field);
      dynamic ||= compiled !== undefined;
      members.push([name, compiled ?? (() => value)]);
    }
  }
  if (!dynamic) return undefined;
  const [only] = members;
  if (members.length === 1 && only !== undefined && only[0] !== "__proto__") {
    const [name, read] = only;
    return (scope) => ({ [name]: read(scope) });
  }
  return (scope) => {
    const result: Record<string, Json> = {};
    for (const [name, read] of members) {
      if (name === "__proto__") Object.defineProperty(result, name, { value: read(scope), enumerable: true });
      else result[name] = read(scope);
    }
    return result;
  };
}

/**
 * Compiles a path or an intrinsic function.
 *
 * @param field what AWS's cause names where the path leads nowhere: a member such as `id.$`, or `ErrorPath`
 *   (pasted in localstack/localstack#11951).
 */
export function compileExpression(value: string, field: string): CompiledValue {
  if (!value.startsWith("$")) return compileIntrinsic(value);
  const path = compilePath(value);
  return (scope) =>
    readOrFail(
      path,
      scope,
      (input) =>
        `The JSONPath '${value}' specified for the field '${field}' could not be found in the input '${input}'`,
    );
}
