import type { JsonObject } from "../json.ts";
import { compileStates, languageOf } from "./compile.ts";
import type { State } from "./states/state.ts";

/** A set of states with its start: a whole machine, a Parallel's branch or a Map's item processor. */
export interface StateSet {
  readonly startAt: State;
  readonly states: ReadonlyMap<string, State>;
}

/** A definition, compiled once: every path, expression and template taken apart, every transition a reference. */
export interface Machine extends StateSet {
  readonly timeoutSeconds: number | undefined;
}

/**
 * Compiles a definition that `validateDefinition` has found to be without errors; nothing is checked again.
 *
 * @throws UnsupportedByRuntime where it needs something that the runtime does not have.
 */
export function compileMachine(definition: string | JsonObject): Machine {
  const source = typeof definition === "string" ? (JSON.parse(definition) as JsonObject) : definition;
  const timeout = source["TimeoutSeconds"];
  return {
    ...compileStates(source, languageOf(source["QueryLanguage"], "JSONPath")),
    timeoutSeconds: typeof timeout === "number" ? timeout : undefined,
  };
}
