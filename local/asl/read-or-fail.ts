import type { Json } from "../json.ts";
import { StateError } from "./errors.ts";
import type { Path } from "./json-path.ts";
import type { ExpressionScope } from "./scope.ts";

/**
 * The value that a path leads to, or the failure of the state. An index behind the end of an array gives null instead
 * (floci-io/floci#3167, measured on AWS).
 *
 * @param cause The text for a path that leads nowhere, given the input as compact JSON.
 * @throws StateError `States.Runtime`. The documentation calls it `States.ParameterPathFailure`, AWS was seen to answer
 *   `States.Runtime` (000047.awsstudygroup.com, 3.3.3).
 */
export function readOrFail(path: Path, scope: ExpressionScope, cause: (input: string) => string): Json {
  const value = path.evaluate(scope);
  if (value !== undefined && value !== null) return value;
  const document = path.document(scope);
  if (document === null && path.root.kind === "input") {
    throw new StateError("States.Runtime", "Unable to apply Path transformation to null or empty input.");
  }
  if (value === null || path.endsBeyondArray(scope)) return null;
  throw new StateError("States.Runtime", cause(printed(document ?? scope.input)));
}

function printed(value: Json): string {
  try {
    return JSON.stringify(value);
  } catch {
    // Nested deeper than the stack.
    return "";
  }
}
