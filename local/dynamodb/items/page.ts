import type { JsonObject } from "../../json.ts";
import type { OrderedMap, Range } from "../ordered-map.ts";
import type { Item } from "../table.ts";
import { type Condition, type Expression, matches, matchesConditions } from "./conditions.ts";
import { type Path, project, type Value } from "./paths.ts";
import { itemSize } from "./size.ts";

/** What a Query or Scan asks of the rows it walks, as dynalite has checked it. */
export interface PageRequest {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly Limit?: number;
  readonly Select?: string;
  readonly ConsistentRead?: boolean;
  readonly ConditionalOperator?: string;
  readonly AttributesToGet?: readonly string[];
  readonly QueryFilter?: Readonly<Record<string, Condition>>;
  readonly ScanFilter?: Readonly<Record<string, Condition>>;
  readonly ReturnConsumedCapacity?: string;
  readonly _filter?: { readonly expression: Expression };
  readonly _projection?: { readonly paths: readonly Path[] };
}

/** Where the rows are. */
export interface Place {
  readonly rows: OrderedMap<Item>;
  readonly range: Range;
  readonly isLocal: boolean;
  /** Finds the whole item of an index's entry; undefined when the entry shows enough. */
  readonly whole: ((entry: Item) => Item | undefined) | undefined;
  /** The attributes of `LastEvaluatedKey`. */
  readonly keyNames: readonly string[];
  /** The bytes that an item counts towards a page's megabyte. */
  readonly pageSizeOf: (item: Item) => number;
}

/** The most bytes that one page looks at (DDG/Query.Pagination). */
const PAGE = 1024 * 1024;
/** The bytes of a strongly consistent read's unit. */
const UNIT = 4 * 1024;

/** One page of a Query or Scan: rows are counted and paid for before they are filtered. */
export function readPage(request: PageRequest, place: Place): JsonObject {
  const { Limit: limit = Number.POSITIVE_INFINITY } = request;
  const seen: Item[] = [];
  let size = 0;
  let bytes = 0;
  let wholeBytes = 0;
  for (const [, entry] of place.rows.entries(place.range)) {
    if (seen.length >= limit || size >= PAGE) break;
    const item = place.whole === undefined ? entry : (place.whole(entry) ?? entry);
    if (place.whole !== undefined) wholeBytes += itemSize(item);
    bytes += itemSize(entry);
    size += place.pageSizeOf(item);
    seen.push(item);
  }
  const last = seen.at(-1);
  const found = filtered(request, seen);
  const paths = request._projection?.paths ?? request.AttributesToGet;
  return {
    ScannedCount: seen.length,
    ...(last === undefined || (seen.length < limit && size < PAGE)
      ? {}
      : { LastEvaluatedKey: Object.fromEntries(place.keyNames.map((name) => [name, last[name] as Value])) }),
    Count: found.length,
    ...(request.Select === "COUNT"
      ? {}
      : { Items: paths === undefined ? found : found.map((item) => project(paths, item)) }),
    ...consumed(request, place, bytes, wholeBytes),
  } as unknown as JsonObject;
}

function filtered(request: PageRequest, items: Item[]): Item[] {
  const { _filter: filter, QueryFilter: query, ScanFilter: scan, ConditionalOperator: operator } = request;
  if (filter !== undefined) return items.filter((item) => matches(filter.expression, item));
  const conditions = query ?? scan;
  return conditions === undefined ? items : items.filter((item) => matchesConditions(item, conditions, operator));
}

function consumed(request: PageRequest, place: Place, bytes: number, wholeBytes: number): object {
  const { ReturnConsumedCapacity: mode, IndexName: index, TableName } = request;
  if (mode !== "TOTAL" && mode !== "INDEXES") return {};
  const units = (count: number): number => Math.ceil(count / UNIT) * (request.ConsistentRead === true ? 1 : 0.5);
  const ofIndex = index === undefined ? 0 : units(bytes);
  const ofTable = units(index === undefined ? bytes : wholeBytes);
  const capacity = { CapacityUnits: ofTable + ofIndex, TableName };
  if (mode === "TOTAL") return { ConsumedCapacity: capacity };
  const Table = { CapacityUnits: ofTable };
  if (index === undefined) return { ConsumedCapacity: { ...capacity, Table } };
  const indexes = { [index]: { CapacityUnits: ofIndex } };
  const member = place.isLocal ? "LocalSecondaryIndexes" : "GlobalSecondaryIndexes";
  return { ConsumedCapacity: { ...capacity, Table, [member]: indexes } };
}
