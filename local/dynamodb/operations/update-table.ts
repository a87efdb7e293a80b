import type { UpdateTableCommandInput, UpdateTableCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { JsonObject, Wire } from "../../json.ts";
import { asUpdating, describe } from "../describe.ts";
import { dynamoError, validation } from "../errors.ts";
import { updateIndexes } from "../index-updates.ts";
import { onTable } from "../permissions.ts";
import {
  checkStream,
  raiseWarmThroughput,
  setBillingMode,
  setEncryption,
  setTableClass,
  throughput,
} from "../specification.ts";
import type { DynamoDb } from "../state.ts";
import { isOnDemand, type Table, withTableName } from "../table.ts";

/** Members that dynalite's check of "at least one of" predates; with any of them the request asks for something. */
const NEWER = [
  "StreamSpecification",
  "DeletionProtectionEnabled",
  "SSESpecification",
  "TableClass",
  "OnDemandThroughput",
];

/** What the local runtime does not do: refused by name instead of ignored. */
const UNSUPPORTED = [
  "ReplicaUpdates",
  "MultiRegionConsistency",
  "GlobalTableWitnessUpdates",
  "WarmThroughput",
] as const;

/** Changes a table. What takes AWS minutes is done when this has answered. */
export const updateTable: Operation<DynamoDb, Wire<UpdateTableCommandInput>, Wire<UpdateTableCommandOutput>> = {
  name: "UpdateTable",
  permissions: (input, db) => [onTable(db, "UpdateTable", input.TableName)],
  run: (input, _call, db) => {
    const named = withTableName(input);
    const { TableName: name = "" } = db.dynalite.check(
      "UpdateTable",
      withoutLimits(named),
      !NEWER.some((member) => named[member] !== undefined),
    );
    for (const member of UNSUPPORTED) {
      if (input[member] !== undefined) throw validation(`${member} is not implemented by the local runtime`);
    }
    const current = db.tables.get(name);
    // A refusal half way must leave the table as it was.
    const table: Table = { ...current, description: structuredClone(current.description) };
    change(db, table, input);
    db.tables.save(table);
    const known = new Set(current.description.GlobalSecondaryIndexes?.map(({ IndexName: index }) => index));
    return { TableDescription: asUpdating(describe(db, table), known) };
  },
};

/** What dynalite can check: it takes what it does not know out of what it is given, and knows no limits of indexes. */
function withoutLimits(input: JsonObject): JsonObject {
  const { GlobalSecondaryIndexUpdates: updates, ...rest } = structuredClone(input) as Wire<UpdateTableCommandInput>;
  for (const { Update: update } of updates ?? []) {
    if (update?.OnDemandThroughput !== undefined) update.ProvisionedThroughput ??= ANY_CAPACITY;
  }
  return { ...rest, ...(updates === undefined ? {} : { GlobalSecondaryIndexUpdates: updates }) } as JsonObject;
}

const ANY_CAPACITY = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };

function change(db: DynamoDb, table: Table, input: Wire<UpdateTableCommandInput>): void {
  const { description } = table;
  const now = db.environment.clock.now() / 1000;
  checkThroughput(table, input);
  if (input.StreamSpecification !== undefined) checkStreamChange(table, input.StreamSpecification);
  if (input.GlobalSecondaryIndexUpdates !== undefined) {
    updateIndexes(db, table, input.GlobalSecondaryIndexUpdates, input.AttributeDefinitions);
  }
  if (input.BillingMode !== undefined) {
    setBillingMode(description, input.BillingMode, now);
    if (input.BillingMode === "PAY_PER_REQUEST") {
      description.ProvisionedThroughput = throughput(undefined);
      for (const index of description.GlobalSecondaryIndexes ?? []) index.ProvisionedThroughput = throughput(undefined);
    }
  }
  if (input.ProvisionedThroughput !== undefined) {
    description.ProvisionedThroughput = throughput(input.ProvisionedThroughput);
  }
  raiseWarmThroughput(description);
  if (input.DeletionProtectionEnabled !== undefined) {
    description.DeletionProtectionEnabled = input.DeletionProtectionEnabled;
  }
  if (input.TableClass !== undefined) setTableClass(description, input.TableClass, now);
  if (input.OnDemandThroughput !== undefined) description.OnDemandThroughput = input.OnDemandThroughput;
  setEncryption(db, description, input.SSESpecification);
  const stream = input.StreamSpecification;
  if (stream?.StreamEnabled === true && stream.StreamViewType !== undefined) {
    db.streams.open(table, stream.StreamViewType);
  } else if (stream !== undefined) {
    db.streams.close(table);
  }
}

function checkThroughput({ description }: Table, input: Wire<UpdateTableCommandInput>): void {
  const onDemand = input.BillingMode === undefined ? isOnDemand(description) : input.BillingMode === "PAY_PER_REQUEST";
  const asked = input.ProvisionedThroughput;
  if (asked === undefined) return;
  if (onDemand) {
    throw validation(
      "One or more parameter values were invalid: " +
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  }
  const { ReadCapacityUnits: reads, WriteCapacityUnits: writes } = description.ProvisionedThroughput;
  if (reads !== asked.ReadCapacityUnits || writes !== asked.WriteCapacityUnits) return;
  throw validation(
    "The provisioned throughput for the table will not change. The requested value equals the current value. " +
      `Current ReadCapacityUnits provisioned for the table: ${reads}. Requested ReadCapacityUnits: ${reads}. ` +
      `Current WriteCapacityUnits provisioned for the table: ${writes}. Requested WriteCapacityUnits: ${writes}. ` +
      "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.",
  );
}

function checkStreamChange(
  { description }: Table,
  given: NonNullable<Wire<UpdateTableCommandInput>["StreamSpecification"]>,
): void {
  checkStream(given);
  const open = description.StreamSpecification?.StreamEnabled === true;
  if (given.StreamEnabled === true && open) {
    throw dynamoError(
      "ResourceInUseException",
      `Table already has an enabled stream: TableName: ${description.TableName}`,
    );
  }
  if (given.StreamEnabled !== true && !open) {
    throw validation(`Table is already without a stream: TableName: ${description.TableName}`);
  }
}
