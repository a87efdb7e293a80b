import type { StoredEvent } from "../asl/history.ts";
import { wireEvent } from "../asl/history.ts";
import type { Scheduler } from "../asl/scheduler.ts";
import type { Json } from "../json.ts";
import type { Environment } from "../module.ts";
import type { Collection, Storage } from "../storage.ts";
import type { Activity } from "./activities.ts";
import { type ExecutionRecord, isListed } from "./execution-record.ts";
import type { ExecutionObserver, OpenReason } from "./executions.ts";
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
 * Express executions are not kept, those of Map Runs without events: AWS has no history of them either.
 */
export function createKeeper(environment: Environment, scheduler: Scheduler): Keeper {
  return environment.storage.directory === undefined ? NOTHING : new StorageKeeper(environment.storage, scheduler);
}

class StorageKeeper implements Keeper {
  readonly #machines: Collection;
  readonly #revisions: Collection;
  readonly #activities: Collection;
  readonly #executions: Collection;
  readonly #events: Collection;
  readonly #scheduler: Scheduler;
  readonly #dirty = new Set<ExecutionRecord>();

  constructor(storage: Storage, scheduler: Scheduler) {
    this.#machines = storage.collection(COLLECTIONS.machines);
    this.#revisions = storage.collection(COLLECTIONS.revisions);
    this.#activities = storage.collection(COLLECTIONS.activities);
    this.#executions = storage.collection(COLLECTIONS.executions);
    this.#events = storage.collection(COLLECTIONS.events);
    this.#scheduler = scheduler;
  }

  keepMachine(machine: StateMachine): void {
    const published = Array.from(machine.versions.values(), (version) => version.revision);
    for (const revision of [machine.revision, ...published]) this.#revisions.put(revision.key, keptRevision(revision));
    this.#machines.put(machine.name, keptMachine(machine));
  }

  dropMachine(machine: StateMachine): void {
    this.#machines.delete(machine.name);
  }

  keepActivity(activity: Activity): void {
    this.#activities.put(activity.name, keptActivity(activity));
  }

  dropActivity(activity: Activity): void {
    this.#activities.delete(activity.name);
  }

  opened(record: ExecutionRecord, reason: OpenReason): void {
    if (!isListed(record)) return;
    this.#touch(record);
    if (reason === "redriven" || record.target.type === "EXPRESS") return;
    record.history.listen((event) => {
      this.#events.put(eventKey(record.arn, event.id), wireEvent(event) as unknown as Json);
      this.#touch(record);
    });
  }

  closed(record: ExecutionRecord): void {
    if (isListed(record)) this.#touch(record);
  }

  forget(record: ExecutionRecord): void {
    if (!isListed(record)) return;
    this.#dirty.delete(record);
    this.#executions.delete(record.arn);
    if (record.target.type === "EXPRESS") return;
    for (let id = 1; id <= record.history.length; id++) this.#events.delete(eventKey(record.arn, id));
  }

  #touch(record: ExecutionRecord): void {
    if (this.#dirty.size === 0) this.#scheduler.later(() => this.#flush());
    this.#dirty.add(record);
  }

  #flush(): void {
    for (const record of this.#dirty) this.#executions.put(record.arn, keptExecution(record));
    this.#dirty.clear();
  }
}

/** Keys sort as the events do. */
function eventKey(arn: string, id: StoredEvent["id"]): string {
  return `${arn} ${String(id).padStart(5, "0")}`;
}
