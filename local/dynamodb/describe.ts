import type { TableDescription } from "@aws-sdk/client-dynamodb";
import type { Wire } from "../json.ts";
import type { DynamoDb } from "./state.ts";
import type { Table } from "./table.ts";

/**
 * What DescribeTable says of a table now. AWS counts items and bytes every six hours or so; locally they are counted
 * when asked.
 */
export function describe(db: DynamoDb, table: Table): Wire<TableDescription> {
  const { description } = table;
  const name = description.TableName;
  const secondary = <Index extends { IndexName?: string | undefined }>(indexes: readonly Index[]): Index[] =>
    indexes.map((index) => ({ ...index, ...measure(db, db.items.index(name, index.IndexName ?? "").map) }));
  const { LocalSecondaryIndexes: local, GlobalSecondaryIndexes: global } = description;
  return {
    ...description,
    ...tableSize(measure(db, db.items.items(name).map)),
    ...(local === undefined ? {} : { LocalSecondaryIndexes: secondary(local) }),
    ...(global === undefined ? {} : { GlobalSecondaryIndexes: secondary(global) }),
  };
}

type Rows = ReturnType<DynamoDb["items"]["items"]>["map"];

function measure(db: DynamoDb, rows: Rows): { ItemCount: number; IndexSizeBytes: number } {
  let bytes = 0;
  for (const [, item] of rows.entries()) bytes += db.dynalite.sizeOf(item);
  return { ItemCount: rows.size, IndexSizeBytes: bytes };
}

function tableSize(size: { ItemCount: number; IndexSizeBytes: number }): { ItemCount: number; TableSizeBytes: number } {
  return { ItemCount: size.ItemCount, TableSizeBytes: size.IndexSizeBytes };
}
