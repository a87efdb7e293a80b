import { createRequire } from "node:module";
import type { Json, JsonObject } from "../json.ts";
import type { Failure } from "./corrections.ts";
import { validation } from "./errors.ts";
import type { Rows } from "./item-store.ts";
import { type Condition, type Expression, holds, matches, matchesConditions } from "./items/conditions.ts";
import { entryOf, indexesOf, sameIndexKey } from "./items/index-entries.ts";
import { type PageRequest, readPage } from "./items/page.ts";
import { type Path, project, type Value, valueAt } from "./items/paths.ts";
import { itemSize } from "./items/size.ts";
import type { Range } from "./ordered-map.ts";
import type { Description, Item } from "./table.ts";

/** What dynalite's actions ask of a store. */
export interface Store {
  readonly options: { readonly maxItemSize: number };
  getTable(name: string, checkStatus: boolean | Found, found?: Found): void;
  getItemDb(table: string): Rows;
  getIndexDb(kind: string, table: string, index: string): Rows;
}
type Found = (error: unknown, table?: Description) => void;
/** How an action of dynalite's ends. */
export type Done = (error: unknown, output?: JsonObject) => void;

type KeySchema = Description["KeySchema"];

/** An input with its condition, parsed or legacy. */
export interface Conditional {
  readonly _condition?: { readonly expression: Expression };
  readonly Expected?: Readonly<Record<string, Condition>>;
  readonly ConditionalOperator?: string;
}

/** dynalite's `db`, whose functions its actions and validations call through the module. */
interface Database {
  createKey(item: Item, table: Description, schema?: KeySchema): string;
  createIndexKey(item: Item, table: Description, schema: KeySchema): string;
  validateKey(key: Item, table: Description, schema?: KeySchema): Failure | null | undefined;
  validateKeyPiece(key: Item, attribute: string, type: string, isHash: boolean): Failure | null | undefined;
  validateItem(item: Item, table: Description): Failure | null | undefined;
  validateUpdates(legacy: Json | undefined, parsed: unknown, table: Description): Failure | null | undefined;
  checkConditional(data: Conditional, item: Item | undefined): Error | Failure | null | undefined;
  compare(comparison: string, value: Value | undefined, others: Value | readonly Value[] | undefined): boolean;
  mapPath(path: Path, item: Item): Value | undefined;
  mapPaths(paths: readonly (Path | string)[], item: Item): Item;
  updateIndexes(store: Store, table: Description, before: Item | null, after: Item | null, done: Done): void;
  itemSize(item: Item, compress?: boolean, withOverhead?: boolean, rangeKey?: string): number;
  capacityUnits(item: Item | undefined, isRead: boolean, isConsistent: boolean): number;
  addConsumedCapacity(data: JsonObject, isRead: boolean, after?: Item, before?: Item): JsonObject | undefined;
  queryTable(
    store: Store,
    table: Description,
    data: PageRequest,
    range: Range,
    isLocal: boolean,
    isWhole: boolean,
    keyNames: readonly string[],
    done: Done,
  ): void;
}

/**
 * What dynalite does with keys and parsed requests. Whatever it does with items is replaced by our own, because dynalite
 * compares lists, maps and binaries by their places in memory or as text, counts characters for bytes, finds inherited names
 * in items, and tells items of one index key apart by 24 bits of a hash, so that some are lost among thousands.
 */
export const database = createRequire(import.meta.url)("dynalite/db") as Database;

/** dynalite's estimate of what an item takes within a page, found by measuring AWS's pages. */
const pageSizeOf = database.itemSize;

const UNIT = { read: 4096, write: 1024 } as const;
const LONGEST_HASH_KEY = 2048;
const LONGEST_RANGE_KEY = 1024;

const { validateKey, validateKeyPiece, validateItem } = database;

const replacements: Partial<Database> = {
  compare: (comparison, value, others) => holds(comparison, value, others === undefined ? [] : [others].flat()),
  mapPath: valueAt,
  mapPaths: project,
  itemSize,
  createIndexKey: (item, table, schema) => database.createKey(item, table, schema) + database.createKey(item, table),
  validateKey: (key, table, schema) => validateKey(key, table, schema) ?? oversizedKey(key, table),
  validateKeyPiece: (key, attribute, type, isHash) =>
    validateKeyPiece(key, attribute, type, isHash) ?? oversized(key[attribute], isHash),
  validateItem: (item, table) => validateItem(item, table) ?? oversizedKey(item, table),
  checkConditional: ({ _condition: condition, Expected: expected, ConditionalOperator: operator }, item = {}) => {
    const fits =
      condition !== undefined
        ? matches(condition.expression, item)
        : expected === undefined || matchesConditions(item, expected, operator);
    return fits ? null : CONDITION_FAILED;
  },
  capacityUnits: (item, isRead, isConsistent) => {
    const units = item === undefined ? 1 : Math.ceil(itemSize(item) / (isRead ? UNIT.read : UNIT.write));
    return isRead && !isConsistent ? units / 2 : units;
  },
  addConsumedCapacity: (data, isRead, after, before) => {
    const { ReturnConsumedCapacity: mode, TableName, ConsistentRead: consistent } = data;
    if (mode !== "TOTAL" && mode !== "INDEXES") return undefined;
    const units = (item: Item | undefined): number => database.capacityUnits(item, isRead, consistent === true);
    const CapacityUnits = before === undefined ? units(after) : Math.max(units(after), units(before));
    return { CapacityUnits, TableName, ...(mode === "INDEXES" ? { Table: { CapacityUnits } } : {}) };
  },
  updateIndexes: (store, table, before, after, done) => {
    for (const index of indexesOf(table)) {
      const was = before === null || before === undefined ? undefined : entryOf(index, table, before);
      const is = after === null || after === undefined ? undefined : entryOf(index, table, after);
      const rows = store.getIndexDb("", table.TableName, index.IndexName ?? "");
      const key = (entry: Item): string => database.createIndexKey(entry, table, index.KeySchema as KeySchema);
      if (was !== undefined && (is === undefined || !sameIndexKey(index, was, is))) rows.del(key(was), () => undefined);
      if (is !== undefined) rows.put(key(is), is, () => undefined);
    }
    done(null);
  },
  queryTable: (store, table, data, range, isLocal, isWhole, keyNames, done) => {
    const items = store.getItemDb(data.TableName);
    const { rangeKey = "" } = { rangeKey: table.KeySchema[1]?.AttributeName };
    const place = {
      rows: (data.IndexName === undefined ? items : store.getIndexDb("", data.TableName, data.IndexName)).map,
      range,
      isLocal,
      whole: isWhole ? (entry: Item) => items.map.get(database.createKey(entry, table)) : undefined,
      keyNames,
      pageSizeOf: (item: Item) => pageSizeOf(item, true, true, rangeKey),
    };
    done(null, readPage(data, place));
  },
};
Object.assign(database, replacements);

const CONDITION_FAILED: Failure = {
  body: {
    __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
    message: "The conditional request failed",
  },
};

function oversizedKey(item: Item, { KeySchema: schema }: Description): Failure | undefined {
  for (const [at, { AttributeName: name = "" }] of schema.entries()) {
    const failure = oversized(item[name], at === 0);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** dynalite counts the characters of a text key. */
function oversized(value: Value | undefined, isHash: boolean): Failure | undefined {
  const most = isHash ? LONGEST_HASH_KEY : LONGEST_RANGE_KEY;
  const text = value?.S;
  if (text === undefined || text.length * 3 <= most || Buffer.byteLength(text) <= most) return undefined;
  const what = isHash
    ? `Size of hashkey has exceeded the maximum size limit of${most} bytes`
    : `Aggregated size of all range keys has exceeded the size limit of ${most} bytes`;
  const { message } = validation(`One or more parameter values were invalid: ${what}`);
  return { body: { __type: "com.amazon.coral.validate#ValidationException", message } };
}
