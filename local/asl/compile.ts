import { isObject, type Json, type JsonObject } from "../json.ts";
import type { StateSet } from "./machine.ts";
import { ChoiceState } from "./states/choice.ts";
import { FailState } from "./states/fail.ts";
import { MapState } from "./states/map.ts";
import { ParallelState } from "./states/parallel.ts";
import { PassState } from "./states/pass.ts";
import type { QueryLanguage, State, StateType } from "./states/state.ts";
import type { StateSource } from "./states/state-source.ts";
import { SucceedState } from "./states/succeed.ts";
import { TaskState } from "./states/task.ts";
import { WaitState } from "./states/wait.ts";
import type { Target } from "./target.ts";

const STATES: { readonly [Type in StateType]: new (source: StateSource) => State } = {
  Pass: PassState,
  Task: TaskState,
  Choice: ChoiceState,
  Wait: WaitState,
  Succeed: SucceedState,
  Fail: FailState,
  Parallel: ParallelState,
  Map: MapState,
};

/**
 * Compiles `{StartAt, States}`: a machine, a branch or an item processor.
 *
 * @param inherited the machine's query language. A Map or Parallel that declares another does not pass it on to the
 *   states inside of it (floci-io/floci#2968, measured).
 * @throws TypeError where validation has let something pass that cannot be run.
 */
export function compileStates(definition: JsonObject, inherited: QueryLanguage, at = ""): StateSet {
  const targets = new Map<string, Target>();
  const target = (name: Json | undefined): Target | undefined => {
    if (typeof name !== "string") return undefined;
    const known = targets.get(name) ?? { name, state: undefined };
    targets.set(name, known);
    return known;
  };
  const states = new Map<string, State>();
  for (const [name, fields] of Object.entries((definition["States"] ?? {}) as JsonObject)) {
    if (!isObject(fields)) continue;
    const Type = STATES[fields["Type"] as StateType];
    if (Type === undefined) throw new TypeError(`State "${name}" has no type that exists`);
    const language = languageOf(fields["QueryLanguage"], inherited);
    const place = `${at}/States/${name}`;
    const compileInner: StateSource["compileInner"] = (inner, within) =>
      compileStates(inner, inherited, place + within);
    states.set(name, new Type({ name, fields, language, at: place, target, compileInner }));
  }
  for (const link of targets.values()) link.state = states.get(link.name);
  const startAt = states.get(String(definition["StartAt"]));
  if (startAt === undefined) throw new TypeError("StartAt names no state");
  return { startAt, states };
}

/** Any other text than `JSONPath` counts as JSONata (floci-io/floci#2968, measured). */
export function languageOf(declared: Json | undefined, inherited: QueryLanguage): QueryLanguage {
  if (declared === undefined) return inherited;
  return declared === "JSONPath" ? "JSONPath" : "JSONata";
}
