import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { Findings } from "./findings.ts";
import { texts } from "./texts.ts";

/** A transition, and the place where it is written. */
interface Edge {
  readonly target: string;
  readonly location: string;
}

/**
 * Checks where transitions lead, for a machine whose objects are all of the right shape, and for every machine inside of it.
 * What hangs in the air comes first; then either that nothing ends, or what nobody leads to
 * (floci-io/floci#2786, measured combinations).
 */
export function checkGraph(machine: JsonObject, location: string, findings: Findings): void {
  const { StartAt: start, States: states } = machine;
  if (typeof start !== "string" || !isObject(states)) return;
  const all = Object.entries(states).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
  const edges = new Map(all.map(([name, state]) => [name, edgesOf(state, `${location}/States/${name}`)]));
  for (const { target, location: place } of [
    { target: start, location: `${location}/StartAt` },
    ...[...edges.values()].flat(),
  ]) {
    if (!edges.has(target)) findings.error("MISSING_TRANSITION_TARGET", texts.missingTarget(target), place);
  }
  if (!all.some(([, state]) => isTerminal(state))) findings.error("MISSING_END_STATE", texts.noTerminalState);
  else {
    for (const name of unreachable(start, edges)) {
      findings.error("MISSING_TRANSITION_TARGET", texts.unreachable(name), `${location}/States/${name}`);
    }
  }
  for (const [name, state] of all) checkInner(state, `${location}/States/${name}`, findings);
}

function checkInner(state: JsonObject, location: string, findings: Findings): void {
  if (Array.isArray(state["Branches"])) {
    for (const [index, branch] of (state["Branches"] as readonly Json[]).entries()) {
      if (isObject(branch)) checkGraph(branch, `${location}/Branches[${index}]`, findings);
    }
  }
  for (const name of ["ItemProcessor", "Iterator"]) {
    const processor = state[name];
    if (processor !== undefined && isObject(processor)) checkGraph(processor, `${location}/${name}`, findings);
  }
}

function isTerminal(state: JsonObject): boolean {
  return state["End"] === true || state["Type"] === "Succeed" || state["Type"] === "Fail";
}

function edgesOf(state: JsonObject, location: string): readonly Edge[] {
  const edges: Edge[] = [];
  const add = (target: Json | undefined, place: string): void => {
    if (typeof target === "string") edges.push({ target, location: place });
  };
  add(state["Next"], `${location}/Next`);
  for (const field of ["Choices", "Catch"]) {
    const rules = state[field];
    if (!Array.isArray(rules)) continue;
    for (const [index, rule] of (rules as readonly Json[]).entries()) {
      if (isObject(rule)) add(rule["Next"], `${location}/${field}[${index}]/Next`);
    }
  }
  add(state["Default"], `${location}/Default`);
  return edges;
}

/**
 * The states that AWS calls not reachable: those that nobody leads to, not what they lead to in turn, also where StartAt names none
 * (pasted in aws-cloudformation/cfn-lint#4074 and serverless-operations/serverless-step-functions#250); and circles of their own.
 */
function unreachable(start: string, edges: ReadonlyMap<string, readonly Edge[]>): readonly string[] {
  const targets = new Set([start, ...[...edges.values()].flat().map(({ target }) => target)]);
  const roots = [...edges.keys()].filter((name) => !targets.has(name));
  const reached = reachableFrom([start, ...roots], edges);
  return [...edges.keys()].filter((name) => !targets.has(name) || !reached.has(name));
}

function reachableFrom(starts: readonly string[], edges: ReadonlyMap<string, readonly Edge[]>): ReadonlySet<string> {
  const reached = new Set(starts);
  for (const name of reached) {
    for (const { target } of edges.get(name) ?? []) reached.add(target);
  }
  return reached;
}
