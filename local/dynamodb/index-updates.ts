import type {
  AttributeDefinition,
  CreateGlobalSecondaryIndexAction,
  GlobalSecondaryIndexUpdate,
  Projection,
} from "@aws-sdk/client-dynamodb";
import type { Wire } from "../json.ts";
import { dynamoError, invalid, validation } from "./errors.ts";
import { newIndex, throughput } from "./specification.ts";
import type { DynamoDb } from "./state.ts";
import { isOnDemand, type Table } from "./table.ts";

/**
 * Creates, changes or deletes a table's global indexes. AWS fills a new index in the background; here it is filled at
 * once.
 *
 * @throws AwsError `LimitExceededException` for a second creation or deletion in one request, as on AWS.
 */
export function updateIndexes(
  db: DynamoDb,
  table: Table,
  updates: readonly Wire<GlobalSecondaryIndexUpdate>[],
  definitions: readonly Wire<AttributeDefinition>[] | undefined,
): void {
  if (updates.filter((update) => update.Update === undefined).length > 1) {
    throw dynamoError(
      "LimitExceededException",
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
    );
  }
  const made = updates.find((update) => update.Create !== undefined)?.Create;
  if (made !== undefined && definitions === undefined) {
    throw invalid(`AttributeDefinitions is not specified for index: ${made.IndexName}`);
  }
  if (definitions !== undefined) define(table, definitions);
  for (const { Create: create, Update: update, Delete: remove } of updates) {
    if (create !== undefined) createIndex(db, table, create);
    if (update !== undefined) updateIndex(table, update);
    if (remove !== undefined) deleteIndex(db, table, remove.IndexName ?? "");
  }
}

function define(table: Table, definitions: readonly Wire<AttributeDefinition>[]): void {
  const known = new Map(table.description.AttributeDefinitions.map((one) => [one.AttributeName, one]));
  for (const definition of definitions) known.set(definition.AttributeName, definition);
  table.description.AttributeDefinitions = [...known.values()];
}

function createIndex(db: DynamoDb, table: Table, create: Wire<CreateGlobalSecondaryIndexAction>): void {
  const { description } = table;
  const name = create.IndexName ?? "";
  const existing = description.GlobalSecondaryIndexes ?? [];
  if (existing.some((index) => index.IndexName === name)) {
    throw validation("Attempting to create an index which already exists");
  }
  const defined = new Set(description.AttributeDefinitions.map((one) => one.AttributeName));
  const keys = (create.KeySchema ?? []).map((key) => key.AttributeName);
  if (keys.some((key) => !defined.has(key))) {
    throw invalid(
      "Some index key attributes are not defined in AttributeDefinitions. " +
        `Keys: [${keys.join(", ")}], AttributeDefinitions: [${[...defined].join(", ")}]`,
    );
  }
  checkProjection(create.Projection);
  const onDemand = isOnDemand(description);
  if (!onDemand && create.ProvisionedThroughput === undefined) {
    throw invalid(`ProvisionedThroughput must be specified for index: ${name}`);
  }
  if (onDemand && create.ProvisionedThroughput !== undefined) throw noCapacity(name);
  const index = newIndex(description.TableArn, { ...create, IndexName: name });
  description.GlobalSecondaryIndexes = [...existing, index];
  const { LocalSecondaryIndexes: _, ...rest } = description;
  const alone = { ...rest, GlobalSecondaryIndexes: [index] };
  for (const [, item] of db.items.items(description.TableName).map.entries()) db.dynalite.index(alone, item);
}

function updateIndex(table: Table, update: NonNullable<Wire<GlobalSecondaryIndexUpdate>["Update"]>): void {
  const { description } = table;
  const name = update.IndexName ?? "";
  const index = description.GlobalSecondaryIndexes?.find((one) => one.IndexName === name);
  if (index === undefined) throw unknownIndex(name, description.TableName);
  const { ProvisionedThroughput: capacity, OnDemandThroughput: limits } = update;
  if (isOnDemand(description)) {
    if (capacity !== undefined) throw noCapacity(name);
    if (limits === undefined) {
      throw invalid(
        `The only Updates for index: ${name} when TableThroughputMode is PAY_PER_REQUEST can be to ` +
          "OnDemandThroughput, WarmThroughput",
      );
    }
  } else if (capacity === undefined) {
    throw invalid(`ProvisionedThroughput must be specified for index: ${name}`);
  }
  if (capacity !== undefined) index.ProvisionedThroughput = throughput(capacity);
  if (limits !== undefined) index.OnDemandThroughput = limits;
}

function deleteIndex(db: DynamoDb, table: Table, name: string): void {
  const { description } = table;
  const left = (description.GlobalSecondaryIndexes ?? []).filter((index) => index.IndexName !== name);
  if (left.length === (description.GlobalSecondaryIndexes ?? []).length)
    throw unknownIndex(name, description.TableName);
  db.items.dropIndex(description.TableName, name);
  if (left.length === 0) delete description.GlobalSecondaryIndexes;
  else description.GlobalSecondaryIndexes = left;
  const all = [description, ...left, ...(description.LocalSecondaryIndexes ?? [])];
  const used = new Set(all.flatMap((one) => (one.KeySchema ?? []).map((key) => key.AttributeName)));
  description.AttributeDefinitions = description.AttributeDefinitions.filter((one) => used.has(one.AttributeName));
}

function unknownIndex(name: string, table: string): Error {
  return dynamoError("ResourceNotFoundException", `Requested resource not found: Index ${name} for table ${table}`);
}

function noCapacity(name: string): Error {
  return invalid(
    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: " +
      `${name} when BillingMode is PAY_PER_REQUEST`,
  );
}

/** @throws AwsError `ValidationException` for an INCLUDE of nothing, or of one attribute twice. */
export function checkProjection(projection: Wire<Projection> | undefined): void {
  const { ProjectionType: type, NonKeyAttributes: names } = projection ?? {};
  if (type === "INCLUDE" && names === undefined) {
    throw invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
  }
  const twice = names?.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`Duplicate element in NonKeyAttributes: ${twice}`);
}
