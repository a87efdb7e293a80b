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

/** The Standard executions, by state machine and name. */
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
  const groups = new Map<string, Map<string, ExecutionRecord>>();
  const closed = new Map<ExecutionRecord, number>();
  let weight = 0;
  let told = false;

  const drop = (record: ExecutionRecord): void => {
    const group = groups.get(record.target.stateMachineName);
    if (group?.get(record.name) === record) group.delete(record.name);
    weight -= closed.get(record) ?? 0;
    closed.delete(record);
    forgotten(record);
  };

  const expired = (record: ExecutionRecord): boolean =>
    record.stopDate !== undefined && record.stopDate + RETENTION < clock.now();

  const trim = (): void => {
    for (const record of closed.keys()) {
      if (weight <= MAX_CLOSED_EVENTS && !expired(record)) return;
      if (!told && !expired(record)) {
        told = true;
        log.info(
          `closed executions now hold ${MAX_CLOSED_EVENTS} history events; the oldest are forgotten from here on ` +
            "(AWS keeps them for 90 days): read the histories you need sooner.",
        );
      }
      drop(record);
    }
  };

  return {
    add: (record) => {
      const key = record.target.stateMachineName;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, new Map([[record.name, record]]));
      else group.set(record.name, record);
    },
    find: (group, name) => {
      const record = groups.get(group)?.get(name);
      if (record === undefined || !expired(record)) return record;
      drop(record);
      return undefined;
    },
    all: () => Array.from(groups.values(), (group) => [...group.values()]).flat(),
    newestFirst: (group) => Array.from(groups.get(group)?.values() ?? []).reverse(),
    closed: (record) => {
      const cost = record.history.length + Math.ceil(record.input.length / CHARACTERS_PER_EVENT);
      closed.set(record, cost);
      weight += cost;
      trim();
    },
    reopened: (record) => {
      weight -= closed.get(record) ?? 0;
      closed.delete(record);
    },
    clear: (group) => {
      const records = [...(groups.get(group)?.values() ?? [])];
      for (const record of records) drop(record);
      groups.delete(group);
    },
  };
}
