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

/**
 * A new table as CreateTable answers: still being made, and without what AWS only knows once it is (answers of 2025-12 and
 * 2026-04 in public terminal sessions). Locally it is ACTIVE when it is next described.
 */
export function asCreating(table: Wire<TableDescription>): Wire<TableDescription> {
  const { WarmThroughput: _, BillingModeSummary: billing, GlobalSecondaryIndexes: global, ...rest } = table;
  return {
    ...rest,
    TableStatus: "CREATING",
    ...(billing === undefined ? {} : { BillingModeSummary: { BillingMode: billing.BillingMode } }),
    ...(global === undefined
      ? {}
      : {
          GlobalSecondaryIndexes: global.map(({ WarmThroughput: _warm, ...index }) => ({
            ...index,
            IndexStatus: "CREATING",
          })),
        }),
  };
}

/** A table as UpdateTable answers: about to change. What is an index now and was none before is being made. */
export function asUpdating(
  table: Wire<TableDescription>,
  before: ReadonlySet<string | undefined>,
): Wire<TableDescription> {
  const { GlobalSecondaryIndexes: global } = table;
  return {
    ...table,
    TableStatus: "UPDATING",
    ...(global === undefined
      ? {}
      : {
          GlobalSecondaryIndexes: global.map((index) =>
            before.has(index.IndexName) ? index : { ...index, IndexStatus: "CREATING", Backfilling: false },
          ),
        }),
  };
}

/** A table as DeleteTable answers: what it was made of is not told any more. */
export function asDeleting(table: Wire<TableDescription>): Wire<TableDescription> {
  const { TableName, ProvisionedThroughput, TableArn, TableId, BillingModeSummary, DeletionProtectionEnabled } = table;
  return {
    TableName,
    TableStatus: "DELETING",
    ProvisionedThroughput,
    TableSizeBytes: 0,
    ItemCount: 0,
    TableArn,
    TableId,
    ...(BillingModeSummary === undefined ? {} : { BillingModeSummary }),
    DeletionProtectionEnabled,
  };
}
