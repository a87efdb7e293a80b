import type { Definition } from "./definition.ts";

/** A state machine. */
export function defineStateMachine<const Machine extends Definition>(machine: Machine): Definition {
  return machine;
}
