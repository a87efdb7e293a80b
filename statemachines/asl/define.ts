import type { CheckedMachine } from "./check.ts";
import type { Definition, StateType } from "./definition.ts";

/** The least that a machine must look like for its mistakes to be named. */
interface MachineShape {
  readonly StartAt: string;
  readonly States: { readonly [name: string]: { readonly Type: StateType } };
}

/**
 * A state machine, checked by the compiler: targets that do not exist, states without an end, fields of the other query
 * language, JSONPaths where JSONata is spoken, numbers that AWS refuses. The error is shown at the field and names the
 * mistake: `Type '"Pay"' is not assignable to type '"Next: no state named 'Pay' in this machine"'`.
 *
 * What the compiler cannot know (computed names, numbers from the configuration) it lets pass.
 *
 * @example
 * ```ts
 * const hello = defineStateMachine({
 *   QueryLanguage: "JSONata",
 *   StartAt: "Wait",
 *   States: { Wait: { Type: "Wait", Seconds: 5, End: true } },
 * });
 * ```
 */
export function defineStateMachine<const Machine extends MachineShape>(
  machine: [Machine] extends [CheckedMachine<Machine>] ? Machine : CheckedMachine<Machine>,
): Definition {
  return machine as Definition;
}
