import type { Scope } from "../aws/caller.ts";
import type { Environment } from "../module.ts";
import { Dynalite } from "./dynalite.ts";
import { Expiry } from "./expiry.ts";
import { type Change, ItemStore } from "./item-store.ts";
import { Streams } from "./streams/streams.ts";
import type { Item } from "./table.ts";
import { Tables } from "./tables.ts";

/** Everything DynamoDB keeps: tables, items, their streams and their expiry. */
export interface DynamoDb {
  readonly environment: Environment;
  readonly scope: Scope;
  readonly tables: Tables;
  readonly items: ItemStore;
  readonly dynalite: Dynalite;
  readonly streams: Streams;
  readonly expiry: Expiry;
  /** The transactions of the last ten minutes by client token, the oldest first. */
  readonly transactions: Map<string, { readonly content: string; readonly at: number }>;
}

/** Makes DynamoDB's state, with what `--data-dir` kept. */
export function createState(environment: Environment): DynamoDb {
  const tables = new Tables(environment.storage.collection("dynamodb-tables"));
  const kept = environment.storage.collection("dynamodb-items");
  const changed = (change: Change): void => {
    const key = `${change.table}/${change.key}`;
    if (change.after === undefined) kept.delete(key);
    else kept.put(key, change.after);
    expiry.changed(change);
    streams.changed(change, expiry.isDeleting);
  };
  const items = new ItemStore(changed, (table, key) => kept.delete(`${table}/${key}`));
  const dynalite = new Dynalite(items, (name) => tables.find(name)?.description);
  const streams = new Streams(environment, tables, dynalite);
  const expiry = new Expiry(environment, tables, items, dynalite);
  for (const [key, item] of kept.entries()) load(key, item as Item, tables, items, dynalite);
  for (const table of tables.all()) expiry.watch(table.description.TableName);
  return { environment, scope: environment.scope, tables, items, dynalite, streams, expiry, transactions: new Map() };
}

/** Puts a kept item back without telling anybody: streams and storage know of it. */
function load(key: string, item: Item, tables: Tables, items: ItemStore, dynalite: Dynalite): void {
  const slash = key.indexOf("/");
  const table = tables.find(key.slice(0, slash));
  if (table === undefined) return;
  items.items(table.description.TableName).map.set(key.slice(slash + 1), item);
  dynalite.index(table.description, item);
}
