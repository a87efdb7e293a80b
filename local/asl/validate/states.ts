import { isObject, type Json } from "../../json.ts";
import type { MachineContext } from "./context.ts";
import { checkState } from "./state.ts";
import { texts } from "./texts.ts";

/** AWS: API_StateEnteredEventDetails, name; counted in characters. */
const LONGEST_NAME = 80;

/** Checks a `States` object: the names, which are the machine's only ones, and every state. */
export function checkStates(value: Json, location: string, context: MachineContext): void {
  const { findings, stateNames } = context;
  if (!isObject(value)) {
    findings.schema(texts.type("[OBJECT]"), location);
    return;
  }
  const states = Object.entries(value);
  if (states.length === 0) findings.schema(texts.empty, location);
  for (const [name, state = null] of states) {
    const place = `${location}/${name}`;
    if ([...name].length > LONGEST_NAME) findings.error("INVALID_STATE_NAME", texts.longState(name), place);
    if (stateNames.has(name)) findings.error("DUPLICATE_STATE_NAME", texts.duplicateState(name), place);
    stateNames.add(name);
    if (isObject(state)) checkState(state, place, context);
    else findings.schema(texts.type("[OBJECT]"), place);
  }
}
