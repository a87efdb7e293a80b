import type { Json } from "../../json.ts";
import { StateError } from "../errors.ts";
import type { Path } from "../json-path.ts";
import type { CompiledValue } from "../payload-template.ts";

/**
 * Reads the `Variable` of a comparison, or the operand of a `…Path` operator.
 * Evaluating it throws `States.Runtime` where the path leads nowhere; the text is [recall].
 */
export function readVariable(path: Path): CompiledValue {
  return (scope): Json => {
    const value = path.evaluate(scope);
    if (value !== undefined) return value;
    throw new StateError(
      "States.Runtime",
      `Invalid path '${path.text}': The choice state's condition path references an invalid value.`,
    );
  };
}
