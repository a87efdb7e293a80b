import { StateError } from "./errors.ts";
import type { CompiledValue } from "./payload-template.ts";

/** Compiles a call of an intrinsic function, such as `States.Format('{}', $.name)`. */
export function compileIntrinsic(text: string): CompiledValue {
  throw new StateError("States.IntrinsicFailure", text);
}
