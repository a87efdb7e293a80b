import type { Json } from "../../json.ts";
import { EvaluationError } from "./evaluation-error.ts";
import { LIMIT_TEXTS, LIMITS } from "./limits.ts";

/** A place in the copy that still has to be filled. */
interface Task {
  readonly source: object;
  readonly target: Json[] | Record<string, Json>;
}

/**
 * A result of the library as plain JSON: numbers that JSON has not become strings, as AWS does ("Infinity":
 * floci-io/floci#2783); functions are nothing [inferred]. Keeps its own stack, for results may be nested as deeply as inputs.
 *
 * @returns undefined where there is no result.
 * @throws EvaluationError for a text that is too long, for too many values, and where the result is a function.
 */
export function toJson(result: unknown): Json | undefined {
  if (isFunction(result)) throw new EvaluationError("unsupported", "");
  const pending: Task[] = [];
  let values = 0;
  const top = convert(result, pending);
  for (let task = pending.pop(); task !== undefined; task = pending.pop()) {
    const { source, target } = task;
    if (++values > LIMITS.resultValues) throw new EvaluationError("bound", LIMIT_TEXTS.memory);
    if (Array.isArray(target)) {
      values += (source as readonly unknown[]).length;
      for (const item of source as readonly unknown[]) target.push(convert(item, pending) ?? null);
    } else {
      for (const [name, member] of Object.entries(source)) {
        const value = convert(member, pending);
        if (value === undefined) continue;
        if (name === "__proto__") Object.defineProperty(target, name, { value, enumerable: true });
        else target[name] = value;
      }
    }
  }
  return top;
}

function isFunction(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value === "function";
  return "_jsonata_lambda" in value || "_jsonata_function" in value;
}

function convert(value: unknown, pending: Task[]): Json | undefined {
  switch (typeof value) {
    case "string":
      if (value.length > LIMITS.textLength) throw new EvaluationError("bound", LIMIT_TEXTS.memory);
      return value;
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "boolean":
      return value;
    case "object": {
      if (value === null) return null;
      if (isFunction(value)) return undefined;
      const target: Json[] | Record<string, Json> = Array.isArray(value) ? [] : {};
      pending.push({ source: value, target });
      return target;
    }
    default:
      return undefined;
  }
}
