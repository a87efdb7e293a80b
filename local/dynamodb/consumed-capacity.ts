import type { Capacity, ConsumedCapacity } from "@aws-sdk/client-dynamodb";
import type { JsonObject, Wire } from "../json.ts";
import { entryOf } from "./items/index-entries.ts";
import type { Description, Item } from "./table.ts";

/** What `ReturnConsumedCapacity` asks for. */
export type CapacityMode = "INDEXES" | "TOTAL" | "NONE" | undefined;

/** One item that was written, or read where `after` is what was found. */
export interface Touched {
  readonly table: Description;
  readonly before?: Item | undefined;
  readonly after: Item | undefined;
}

/** The bytes that one unit pays for (DDG/read-write-operations). */
const UNIT = { Write: 1024, Read: 4096 } as const;
/** Transactions prepare and commit: every unit counts twice. */
const PER_TRANSACTED = 2;

type Units = Record<string, number>;

/**
 * What the items of a transaction cost, table by table. Alone among the operations, transactions say of which kind their
 * units are (paritysuite/dynamodb-conformance#69). An item that is not there costs as much as the smallest.
 *
 * @param sizeOf the size that DynamoDB counts for an item, in bytes.
 */
export function transactedCapacity(
  mode: CapacityMode,
  kind: "Read" | "Write",
  items: readonly Touched[],
  sizeOf: (item: Item) => number,
): { readonly ConsumedCapacity?: Wire<ConsumedCapacity>[] } {
  if (mode !== "INDEXES" && mode !== "TOTAL") return {};
  const tables = new Map<string, { own: number; global: Units; local: Units }>();
  for (const { table, before, after } of items) {
    const name = table.TableName;
    const sum = tables.get(name) ?? { own: 0, global: {}, local: {} };
    tables.set(name, sum);
    const bytes = Math.max(before === undefined ? 0 : sizeOf(before), after === undefined ? 0 : sizeOf(after), 1);
    sum.own += PER_TRANSACTED * Math.ceil(bytes / UNIT[kind]);
    if (kind === "Read") continue;
    addUnits(sum.global, indexUnits(table.GlobalSecondaryIndexes, table, before, after, sizeOf), PER_TRANSACTED);
    addUnits(sum.local, indexUnits(table.LocalSecondaryIndexes, table, before, after, sizeOf), PER_TRANSACTED);
  }
  const typed = (units: number): Wire<Capacity> => ({ CapacityUnits: units, [`${kind}CapacityUnits`]: units });
  const list = [...tables].map(([TableName, { own, global, local }]) => ({
    TableName,
    ...typed(own + total(global) + total(local)),
    ...(mode === "INDEXES" ? { Table: typed(own), ...indexes(global, local, typed) } : {}),
  }));
  return { ConsumedCapacity: list };
}

/**
 * Adds what the indexes cost to what writes outside of transactions say they cost: dynalite counts the tables alone.
 *
 * @param output an answer with a `ConsumedCapacity`, of one table or of several.
 */
export function withIndexes(output: JsonObject, items: readonly Touched[], sizeOf: (item: Item) => number): JsonObject {
  const plain = (units: number): Wire<Capacity> => ({ CapacityUnits: units });
  const complete = ({ Table: table, ...own }: Wire<ConsumedCapacity>): Wire<ConsumedCapacity> => {
    const global: Units = {};
    const local: Units = {};
    for (const { table: described, before, after } of items) {
      if (described.TableName !== own.TableName) continue;
      addUnits(global, indexUnits(described.GlobalSecondaryIndexes, described, before, after, sizeOf), 1);
      addUnits(local, indexUnits(described.LocalSecondaryIndexes, described, before, after, sizeOf), 1);
    }
    const CapacityUnits = (own.CapacityUnits ?? 0) + total(global) + total(local);
    return {
      ...own,
      CapacityUnits,
      ...(table === undefined ? {} : { Table: table, ...indexes(global, local, plain) }),
    };
  };
  const own = output["ConsumedCapacity"] as unknown as Wire<ConsumedCapacity> | Wire<ConsumedCapacity>[] | undefined;
  if (own === undefined || items.length === 0) return output;
  return {
    ...output,
    ConsumedCapacity: (Array.isArray(own) ? own.map(complete) : complete(own)) as unknown as JsonObject,
  };
}

type Index = NonNullable<Description["GlobalSecondaryIndexes"]>[number];

/**
 * The units of each index that a write changes: one for an entry that is made, taken out or changed, two when its key is
 * another, none when the index does not show what has changed (DDG/GSI, "Write capacity units").
 */
function indexUnits(
  list: readonly Index[] | undefined,
  table: Description,
  before: Item | undefined,
  after: Item | undefined,
  sizeOf: (item: Item) => number,
): Units {
  const units: Units = {};
  for (const index of list ?? []) {
    const was = before === undefined ? undefined : entryOf(index, table, before);
    const is = after === undefined ? undefined : entryOf(index, table, after);
    if (was === undefined && is === undefined) continue;
    const cost = (item: Item | undefined): number => (item === undefined ? 0 : Math.ceil(sizeOf(item) / UNIT.Write));
    const moved = keyOf(index, was) !== keyOf(index, is);
    const same = !moved && JSON.stringify(was) === JSON.stringify(is);
    if (same) continue;
    units[index.IndexName ?? ""] = moved ? cost(was) + cost(is) : Math.max(cost(was), cost(is));
  }
  return units;
}

function keyOf({ KeySchema: schema = [] }: Index, item: Item | undefined): string {
  return JSON.stringify(schema.map(({ AttributeName: name = "" }) => item?.[name] ?? null));
}

function addUnits(sum: Units, more: Units, factor: number): void {
  for (const name in more) sum[name] = (sum[name] ?? 0) + factor * (more[name] ?? 0);
}

function total(units: Units): number {
  return Object.values(units).reduce((sum, more) => sum + more, 0);
}

function indexes(global: Units, local: Units, show: (units: number) => Wire<Capacity>) {
  const shown = (units: Units) => Object.fromEntries(Object.entries(units).map(([name, count]) => [name, show(count)]));
  return {
    ...(Object.keys(local).length === 0 ? {} : { LocalSecondaryIndexes: shown(local) }),
    ...(Object.keys(global).length === 0 ? {} : { GlobalSecondaryIndexes: shown(global) }),
  };
}
