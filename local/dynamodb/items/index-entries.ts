import type { Description, Item } from "../table.ts";
import { equal } from "./compare.ts";
import { Names } from "./names.ts";
import type { Value } from "./paths.ts";

type Index = NonNullable<Description["GlobalSecondaryIndexes"]>[number];

/** One attribute of an index's key. */
export interface IndexKey {
  readonly index: Index;
  readonly attribute: string;
  /** `S`, `N` or `B`. */
  readonly type: string;
  readonly isHash: boolean;
}

/** The indexes of a table, the global ones first. */
export function indexesOf({ GlobalSecondaryIndexes: global, LocalSecondaryIndexes: local }: Description): Index[] {
  return global === undefined && local === undefined ? [] : [...(global ?? []), ...(local ?? [])];
}

/** The key attributes of all of a table's indexes. */
export function indexKeys(table: Description): IndexKey[] {
  return indexesOf(table).flatMap((index) =>
    (index.KeySchema ?? []).map(({ AttributeName: attribute = "", KeyType: kind }) => ({
      index,
      attribute,
      type: table.AttributeDefinitions.find((one) => one.AttributeName === attribute)?.AttributeType ?? "",
      isHash: kind === "HASH",
    })),
  );
}

/** What an index shows of an item; undefined when the item lacks its key. */
export function entryOf(
  { KeySchema: schema = [], Projection: shown }: Index,
  table: Description,
  item: Item,
): Item | undefined {
  if (schema.some(({ AttributeName: name = "" }) => !Object.hasOwn(item, name))) return undefined;
  if (shown?.ProjectionType === "ALL") return item;
  const entry = new Names<Value>();
  const keys = [...schema, ...table.KeySchema].map(({ AttributeName: name = "" }) => name);
  for (const name of [...keys, ...(shown?.NonKeyAttributes ?? [])]) {
    if (Object.hasOwn(item, name)) entry[name] = item[name] as Value;
  }
  return entry;
}

/** Whether two items have the same key in an index. */
export function sameIndexKey({ KeySchema: schema = [] }: Index, one: Item, other: Item): boolean {
  return schema.every(({ AttributeName: name = "" }) => equal(one[name] as Value, other[name] as Value));
}
