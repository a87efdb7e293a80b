import type { Json } from "../json.ts";
import { StateError } from "./errors.ts";
import type { ExpressionScope } from "./scope.ts";

/** An expression taken apart once; evaluating it throws {@link StateError} with AWS's cause, without the state's prefix. */
export type CompiledValue = (scope: ExpressionScope) => Json;

/** @param field The field that holds the template: `Parameters`, `ItemSelector`, `ResultSelector`, `Assign`, … */
export function compileTemplate(value: Json, field: string): CompiledValue {
  return () => {
    throw new StateError("States.Runtime", `${field} ${JSON.stringify(value)}`);
  };
}
