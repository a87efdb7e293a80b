import type { Json } from "../json.ts";
import { Chain } from "./chain.ts";
import type { StateSet } from "./machine.ts";
import { MapRun } from "./map-run.ts";
import type { Run } from "./run.ts";
import type { ChainSnapshot, VisitSnapshot } from "./snapshot.ts";
import { readFrom, sourceOf } from "./source-text.ts";
import { MapState } from "./states/map.ts";
import { ParallelState } from "./states/parallel.ts";
import { Visit } from "./visit.ts";

/** What a chain and everything inside of it would need to go on. */
export function snapshotOf(chain: Chain): ChainSnapshot {
  const { status, state, value, variables, last, item } = chain;
  const text = sourceOf(value);
  return {
    status,
    value,
    ...(text === undefined ? {} : { text }),
    variables: variables.own(),
    last,
    ...(item === undefined ? {} : { item: { ...item } }),
    ...(status === "succeeded" ? {} : { state: state.name }),
    ...(status !== "succeeded" && chain.entered ? { visit: visitOf(chain) } : {}),
  };
}

function visitOf({ visit = new Visit(), enteredEventId, enteredTime }: Chain): VisitSnapshot {
  const { retries, retriesOf, until, task, children, mapRun, startedEventId } = visit;
  return {
    enteredEventId,
    enteredTime,
    retries,
    retriesOf: Array.from(retriesOf, (count) => count ?? 0),
    startedEventId,
    ...(until === undefined ? {} : { until }),
    ...(task === undefined ? {} : { task: { ...task } }),
    ...(children === undefined
      ? {}
      : { children: Array.from(children, (child) => (child === undefined ? null : snapshotOf(child))) }),
    ...(mapRun === undefined ? {} : { mapRun: mapRun.toJSON() }),
  };
}

/** The machine's own chain, to be filled by {@link restoreChain}. */
export function rootOf(run: Run, machine: StateSet, snapshot: ChainSnapshot): Chain {
  return new Chain(run, machine, { input: valueIn(snapshot), last: snapshot.last });
}

function valueIn({ value, text }: ChainSnapshot): Json {
  return text === undefined ? value : readFrom(text, value);
}

/**
 * Puts a chain where its snapshot says.
 *
 * @param redriven the id of ExecutionRedriven, where the states that did not succeed are to begin anew: with their retries
 *   reset, and events that refer to it. Branches and iterations that succeeded keep their outputs (AWS: redrive-executions).
 */
export function restoreChain(chain: Chain, snapshot: ChainSnapshot, redriven: number | undefined): Chain {
  chain.variables.restore(snapshot.variables);
  if (snapshot.status === "succeeded") {
    chain.status = "succeeded";
    return chain;
  }
  const state = chain.states.states.get(snapshot.state ?? "");
  if (state === undefined) throw new TypeError(`The definition has no state "${snapshot.state}"`);
  chain.state = state;
  const { visit } = snapshot;
  if (visit === undefined) {
    chain.last = redriven ?? snapshot.last;
    return chain;
  }
  chain.entered = true;
  chain.enteredEventId = visit.enteredEventId;
  chain.enteredTime = visit.enteredTime;
  if (redriven === undefined) resumeVisit(chain, visit);
  else redriveVisit(chain, visit, redriven);
  return chain;
}

function resumeVisit(chain: Chain, snapshot: VisitSnapshot): void {
  const visit = chain.visiting();
  visit.retries = snapshot.retries;
  visit.retriesOf = [...snapshot.retriesOf];
  visit.until = snapshot.until;
  visit.task = snapshot.task === undefined ? undefined : { ...snapshot.task };
  visit.startedEventId = snapshot.startedEventId;
  visit.mapRun = snapshot.mapRun === undefined ? undefined : MapRun.restore(snapshot.mapRun);
  visit.children = restoreChildren(chain, snapshot, undefined);
}

/**
 * A Parallel or Map that failed through what is inside of it goes on there; everything else begins anew. A Task, a
 * Parallel or a Map is not entered again, as with a retry; the states without attempts are.
 */
function redriveVisit(chain: Chain, snapshot: VisitSnapshot, redriven: number): void {
  const { type } = chain.state;
  const inside = snapshot.children?.some((child) => child?.status !== "succeeded") ?? false;
  if (inside) {
    const visit = chain.visiting();
    visit.startedEventId = snapshot.startedEventId;
    visit.children = restoreChildren(chain, snapshot, redriven);
    return;
  }
  chain.last = redriven;
  if (snapshot.mapRun !== undefined && snapshot.mapRun["status"] !== "SUCCEEDED") {
    const visit = chain.visiting();
    visit.startedEventId = snapshot.startedEventId;
    visit.mapRun = MapRun.restore(snapshot.mapRun);
  }
  chain.entered = type === "Task" || type === "Parallel" || type === "Map";
}

function restoreChildren(
  chain: Chain,
  snapshot: VisitSnapshot,
  redriven: number | undefined,
): (Chain | undefined)[] | undefined {
  const children: (Chain | undefined)[] = [];
  for (const [index, child] of (snapshot.children ?? []).entries()) {
    if (child === null) continue;
    const options = { parent: chain, input: valueIn(child), last: child.last };
    const item = child.item === undefined ? {} : { item: child.item };
    children[index] = restoreChain(new Chain(chain.run, setOf(chain, index), { ...options, ...item }), child, redriven);
  }
  return snapshot.children === undefined ? undefined : children;
}

function setOf({ state }: Chain, index: number): StateSet {
  if (state instanceof MapState) return state.processor;
  const set = state instanceof ParallelState ? state.branches[index] : undefined;
  if (set === undefined) throw new TypeError(`State "${state.name}" has no branch ${index}`);
  return set;
}
