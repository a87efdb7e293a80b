import { History, type WireEvent } from "../asl/history.ts";
import { compileMachine } from "../asl/machine.ts";
import { readFrom } from "../asl/source-text.ts";
import type { Json } from "../json.ts";
import { endAtNextState } from "./end-at-next-state.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import { COLLECTIONS } from "./keeper.ts";
import type { KeptActivity, KeptExecution, KeptMachine, KeptRevision } from "./kept.ts";
import type { Revision, StateMachine } from "./state-machine.ts";
import type { StepFunctions } from "./step-functions.ts";

/** Reads what `--data-dir` kept. Executions that were running stand still until {@link resumeExecutions}. */
export function restore(state: StepFunctions): void {
  const { storage } = state.environment;
  if (storage.directory === undefined) return;
  const revisions = readRevisions(state);
  for (const kept of documents<KeptMachine>(state, COLLECTIONS.machines)) {
    const machine = machineOf(kept, revisions);
    if (machine !== undefined) state.machines.byName.set(machine.name, machine);
  }
  for (const { tags, encryption, ...kept } of documents<KeptActivity>(state, COLLECTIONS.activities)) {
    const activity = { ...kept, encryption, tags: new Map(tags), tasks: new Set<never>(), pollers: new Set<never>() };
    state.activities.set(kept.arn, activity);
  }
  const events = eventsByExecution(state);
  const executions = documents<KeptExecution>(state, COLLECTIONS.executions);
  executions.sort((one, other) => one.startDate - other.startDate);
  for (const kept of executions) {
    const record = recordOf(kept, revisions, events.get(kept.arn) ?? [], state);
    if (record !== undefined) state.store.add(record);
    if (record?.outcome !== undefined) state.store.closed(record);
    else if (record !== undefined && goesOn(record)) state.executions.standStill(record);
  }
  const { machines } = state;
  const used = new Set([...machines.byName.values()].flatMap(revisionsOf));
  for (const kept of executions) used.add(kept.target.revisionKey);
  const collection = storage.collection(COLLECTIONS.revisions);
  for (const key of revisions.keys()) if (!used.has(key)) collection.delete(key);
  for (const machine of [...machines.byName.values()]) {
    if (machine.status !== "DELETING") continue;
    for (const record of state.executions.runningOf(machine.name)) endAtNextState(record);
    if (hasOpen(state, machine.name)) continue;
    machines.byName.delete(machine.name);
    state.keeper.dropMachine(machine);
  }
}

/**
 * Takes up the Standard executions that were running; the children of Map Runs are taken up by their parents.
 * Resolves once their tasks wait again, so that no token that is out is refused in between.
 */
export async function resumeExecutions(state: StepFunctions): Promise<void> {
  const { log } = state.environment;
  for (const record of state.store.all()) {
    if (record.outcome !== undefined || record.child !== undefined) continue;
    if (record.snapshot === undefined) {
      log.warn(
        `${record.arn} was running when the runtime ended, but where it stood was not written: it stays as it is`,
      );
      continue;
    }
    state.executions.resume(record, record.snapshot);
  }
  const { scheduler } = state.host;
  await new Promise<void>((resolve) => scheduler.later(() => scheduler.later(resolve)));
}

function goesOn({ outcome, child, snapshot }: ExecutionRecord): boolean {
  return outcome === undefined && child === undefined && snapshot !== undefined;
}

function documents<Kept>(state: StepFunctions, collection: string): Kept[] {
  return state.environment.storage
    .collection(collection)
    .entries()
    .map(([, value]) => value as unknown as Kept);
}

function readRevisions(state: StepFunctions): ReadonlyMap<string, Revision> {
  const revisions = new Map<string, Revision>();
  for (const kept of documents<KeptRevision>(state, COLLECTIONS.revisions)) {
    revisions.set(kept.key, { ...kept, machine: compileMachine(kept.definition) });
  }
  return revisions;
}

function machineOf(kept: KeptMachine, revisions: ReadonlyMap<string, Revision>): StateMachine | undefined {
  const { revisionKey, versions, aliases, tags, ...own } = kept;
  const revision = revisions.get(revisionKey);
  if (revision === undefined) return undefined;
  return {
    ...own,
    revision,
    versions: new Map(
      versions.map(({ revisionKey: key, ...version }) => [
        version.number,
        { ...version, revision: revisions.get(key) ?? revision },
      ]),
    ),
    aliases: new Map(aliases.map((alias) => [alias.name, alias])),
    tags: new Map(tags),
  };
}

function revisionsOf(machine: StateMachine): string[] {
  return [machine.revision.key, ...Array.from(machine.versions.values(), (version) => version.revision.key)];
}

function recordOf(
  kept: KeptExecution,
  revisions: ReadonlyMap<string, Revision>,
  events: readonly WireEvent[],
  state: StepFunctions,
): ExecutionRecord | undefined {
  const { revisionKey, ...target } = kept.target;
  const revision = revisions.get(revisionKey);
  if (revision === undefined) return undefined;
  const output = events.at(-1)?.executionSucceededEventDetails?.output;
  if (kept.outcome?.status === "SUCCEEDED" && output !== undefined) readFrom(output, kept.outcome.output);
  return {
    ...kept,
    target: { ...target, revision },
    traceHeader: kept.traceHeader,
    child: kept.child,
    history: historyOf(kept, events, state),
    execution: undefined,
    outcome: kept.outcome,
    stopDate: kept.stopDate,
    redriveDate: kept.redriveDate,
    snapshot: kept.snapshot,
  };
}

function historyOf({ target, snapshot }: KeptExecution, events: readonly WireEvent[], state: StepFunctions): History {
  const { clock } = state.environment;
  if (target.type === "EXPRESS") return History.of("EXPRESS", clock);
  // Events that were written after the last snapshot are written anew by what goes on from there.
  return History.restore(events.slice(0, snapshot?.events), clock);
}

function eventsByExecution(state: StepFunctions): ReadonlyMap<string, WireEvent[]> {
  const byExecution = new Map<string, WireEvent[]>();
  for (const [key, event] of state.environment.storage.collection(COLLECTIONS.events).entries()) {
    const arn = key.slice(0, key.lastIndexOf(" "));
    const events = byExecution.get(arn);
    if (events === undefined) byExecution.set(arn, [asEvent(event)]);
    else events.push(asEvent(event));
  }
  return byExecution;
}

function asEvent(event: Json): WireEvent {
  return event as unknown as WireEvent;
}

function hasOpen(state: StepFunctions, machine: string): boolean {
  return state.store.newestFirst(machine).some((record) => record.outcome === undefined);
}
