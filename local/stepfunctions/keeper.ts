import type { StoredEvent } from "../asl/history.ts";
import { wireEvent } from "../asl/history.ts";
import type { Scheduler } from "../asl/scheduler.ts";
import type { Json } from "../json.ts";
import type { Environment } from "../module.ts";
import type { Activity } from "./activities.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import type { ExecutionObserver } from "./executions.ts";
import { keptActivity, keptExecution, keptMachine, keptRevision } from "./kept.ts";
import type { StateMachine } from "./state-machine.ts";

/** Where each kind of document is kept. */
export const COLLECTIONS = {
  machines: "states-machines",
  revisions: "states-revisions",
  activities: "states-activities",
  executions: "states-executions",
  events: "states-events",
} as const;

/** Writes to `--data-dir` what must survive a restart. Without a directory it does nothing. */
export interface Keeper extends ExecutionObserver {
  keepMachine(machine: StateMachine): void;
  dropMachine(machine: StateMachine): void;
  keepActivity(activity: Activity): void;
  dropActivity(activity: Activity): void;
  /** An execution has been dropped from memory. */
  forget(record: ExecutionRecord): void;
}

const NOTHING: Keeper = {
  opened: () => undefined,
  closed: () => undefined,
  keepMachine: () => undefined,
  dropMachine: () => undefined,
  keepActivity: () => undefined,
  dropActivity: () => undefined,
  forget: () => undefined,
};

/**
 * Keeps state machines and activities as they change, and Standard executions event by event: events are appended as
 * they are written, and where an execution stands is written at the end of the event loop's turn, together with them.
 * Express executions are not kept: AWS has no history of them either.
 */
export function createKeeper(environment: Environment, scheduler: Scheduler): Keeper {
  const { storage } = environment;
  if (storage.directory === undefined) return NOTHING;
  const machines = storage.collection(COLLECTIONS.machines);
  const revisions = storage.collection(COLLECTIONS.revisions);
  const activities = storage.collection(COLLECTIONS.activities);
  const executions = storage.collection(COLLECTIONS.executions);
  const events = storage.collection(COLLECTIONS.events);
  const dirty = new Set<ExecutionRecord>();

  const flush = (): void => {
    for (const record of dirty) executions.put(record.arn, keptExecution(record));
    dirty.clear();
  };
  const touch = (record: ExecutionRecord): void => {
    if (dirty.size === 0) scheduler.later(flush);
    dirty.add(record);
  };
  const isKept = (record: ExecutionRecord): boolean => record.target.type === "STANDARD";

  return {
    keepMachine: (machine) => {
      for (const revision of [
        machine.revision,
        ...Array.from(machine.versions.values(), (version) => version.revision),
      ]) {
        revisions.put(revision.key, keptRevision(revision));
      }
      machines.put(machine.name, keptMachine(machine));
    },
    dropMachine: (machine) => machines.delete(machine.name),
    keepActivity: (activity) => activities.put(activity.name, keptActivity(activity)),
    dropActivity: (activity) => activities.delete(activity.name),
    opened: (record, reason) => {
      if (!isKept(record)) return;
      touch(record);
      if (reason === "redriven") return;
      record.history.listen((event) => {
        events.put(eventKey(record.arn, event.id), wireEvent(event) as unknown as Json);
        touch(record);
      });
    },
    closed: (record) => {
      if (isKept(record)) touch(record);
    },
    forget: (record) => {
      if (!isKept(record)) return;
      dirty.delete(record);
      executions.delete(record.arn);
      for (let id = 1; id <= record.history.length; id++) events.delete(eventKey(record.arn, id));
    },
  };
}

/** Keys sort as the events do. */
function eventKey(arn: string, id: StoredEvent["id"]): string {
  return `${arn} ${String(id).padStart(5, "0")}`;
}
