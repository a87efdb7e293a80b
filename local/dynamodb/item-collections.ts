import type { ItemCollectionMetrics } from "@aws-sdk/client-dynamodb";
import type { JsonObject, Wire } from "../json.ts";
import type { Description, Item } from "./table.ts";

/** A write of one item, by its key or the whole of it. */
export interface Written {
  readonly table: Description;
  readonly item: Item;
}

/** An item collection's size in gigabytes, as AWS estimates those of less than one: nothing here reaches that. */
const SMALL = [0, 1];

/**
 * What writes say of the item collections that they touch when `ReturnItemCollectionMetrics` is SIZE: only tables with local
 * indexes have any (API reference, PutItem and ItemCollectionMetrics).
 */
function metricsOf({ table, item }: Written): Wire<ItemCollectionMetrics> | undefined {
  const { AttributeName: name = "" } = table.KeySchema[0] ?? {};
  const value = item[name];
  if (table.LocalSecondaryIndexes === undefined || value === undefined) return undefined;
  return { ItemCollectionKey: { [name]: value }, SizeEstimateRangeGB: SMALL };
}

/** The metrics of a single write, as its answer has them. */
export function collectionMetrics(mode: unknown, written: Written): JsonObject {
  const metrics = mode === "SIZE" ? metricsOf(written) : undefined;
  return metrics === undefined ? {} : { ItemCollectionMetrics: metrics as unknown as JsonObject };
}

/** The metrics of several writes by table, one for each collection. */
export function collectionsMetrics(mode: unknown, writes: readonly Written[]): JsonObject {
  if (mode !== "SIZE") return {};
  const tables = new Map<string, Map<string, Wire<ItemCollectionMetrics>>>();
  for (const written of writes) {
    const metrics = metricsOf(written);
    if (metrics === undefined) continue;
    const name = written.table.TableName;
    const known = tables.get(name) ?? new Map<string, Wire<ItemCollectionMetrics>>();
    tables.set(name, known.set(JSON.stringify(metrics.ItemCollectionKey), metrics));
  }
  if (tables.size === 0) return {};
  const byTable = Object.fromEntries([...tables].map(([name, all]) => [name, [...all.values()]]));
  return { ItemCollectionMetrics: byTable as unknown as JsonObject };
}
