import type { Clock } from "../clock/clock.ts";
import type { Log } from "../log.ts";
import type { ExecutionRecord } from "./execution-record.ts";

/** Closed executions can be described and their names cannot be used again for 90 days (developer guide, "Quotas"). */
const RETENTION = 90 * 24 * 3600 * 1000;

/**
 * How many history events closed executions may keep in memory in all, about 100 MiB of them: 40,000 executions of ten
 * events. AWS has no such bound; beyond it the executions that ended first are forgotten, and a line says so.
 */
const MAX_CLOSED_EVENTS = 400_000;
/** Characters of input that weigh as much as an event. */
const CHARACTERS_PER_EVENT = 256;

/** The executions that can be asked for, by state machine and name: Standard ones, and the children of Map Runs. */
export interface ExecutionStore {
  add(record: ExecutionRecord): void;
  /** @param group the state machine's name, with `/LABEL` for the children of its Map Runs. */
  find(group: string, name: string): ExecutionRecord | undefined;
  /** The executions of a group, the newest first. */
  newestFirst(group: string): ExecutionRecord[];
  all(): ExecutionRecord[];
  /** Counts a closed execution in, and forgets the oldest beyond the bound. */
  closed(record: ExecutionRecord): void;
  /** A redriven execution is open again. */
  reopened(record: ExecutionRecord): void;
  /** Forgets the executions of a state machine whose name is used again. */
  clear(group: string): void;
}

/**
 * Makes the store.
 *
 * @param forgotten told of each execution that is dropped, so that storage drops it too.
 */
export function createExecutionStore(
  clock: Clock,
  log: Log,
  forgotten: (record: ExecutionRecord) => void,
): ExecutionStore {
  return new BoundedStore(clock, log, forgotten);
}

class BoundedStore implements ExecutionStore {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #forgotten: (record: ExecutionRecord) => void;
  readonly #groups = new Map<string, Map<string, ExecutionRecord>>();
  /** What each closed execution weighs, in the order in which they ended. */
  readonly #closed = new Map<ExecutionRecord, number>();
  #weight = 0;
  #told = false;

  constructor(clock: Clock, log: Log, forgotten: (record: ExecutionRecord) => void) {
    this.#clock = clock;
    this.#log = log;
    this.#forgotten = forgotten;
  }

  add(record: ExecutionRecord): void {
    const key = record.target.stateMachineName;
    const group = this.#groups.get(key);
    const before = group?.get(record.name);
    // An Express child that is redriven begins anew.
    if (before !== undefined) this.reopened(before);
    if (group === undefined) this.#groups.set(key, new Map([[record.name, record]]));
    else group.set(record.name, record);
  }

  find(group: string, name: string): ExecutionRecord | undefined {
    const record = this.#groups.get(group)?.get(name);
    if (record === undefined || !this.#expired(record)) return record;
    this.#drop(record);
    return undefined;
  }

  newestFirst(group: string): ExecutionRecord[] {
    return Array.from(this.#groups.get(group)?.values() ?? []).reverse();
  }

  all(): ExecutionRecord[] {
    return Array.from(this.#groups.values(), (group) => [...group.values()]).flat();
  }

  closed(record: ExecutionRecord): void {
    // The events of Express executions are not kept.
    const events = record.target.type === "STANDARD" ? record.history.length : 1;
    const cost = events + Math.ceil(record.input.length / CHARACTERS_PER_EVENT);
    this.#closed.set(record, cost);
    this.#weight += cost;
    this.#trim();
  }

  reopened(record: ExecutionRecord): void {
    this.#weight -= this.#closed.get(record) ?? 0;
    this.#closed.delete(record);
  }

  clear(group: string): void {
    for (const record of [...(this.#groups.get(group)?.values() ?? [])]) this.#drop(record);
    this.#groups.delete(group);
  }

  #drop(record: ExecutionRecord): void {
    const group = this.#groups.get(record.target.stateMachineName);
    if (group?.get(record.name) === record) group.delete(record.name);
    this.reopened(record);
    this.#forgotten(record);
  }

  #expired({ stopDate }: ExecutionRecord): boolean {
    return stopDate !== undefined && stopDate + RETENTION < this.#clock.now();
  }

  #trim(): void {
    for (const record of this.#closed.keys()) {
      const expired = this.#expired(record);
      if (this.#weight <= MAX_CLOSED_EVENTS && !expired) return;
      if (!this.#told && !expired) {
        this.#told = true;
        this.#log.info(
          `closed executions now hold ${MAX_CLOSED_EVENTS} history events; the oldest are forgotten from here on ` +
            "(AWS keeps them for 90 days): read the histories you need sooner.",
        );
      }
      this.#drop(record);
    }
  }
}
