import type {
  AttributeDefinition,
  CreateGlobalSecondaryIndexAction,
  GlobalSecondaryIndexUpdate,
} from "@aws-sdk/client-dynamodb";
import type { Wire } from "../json.ts";
import { dynamoError, validation } from "./errors.ts";
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
    throw validation(
      `One or more parameter values were invalid: Index already exists for name: ${name}. Delete it before creating it again.`,
    );
  }
  const defined = new Set(description.AttributeDefinitions.map((one) => one.AttributeName));
  const keys = (create.KeySchema ?? []).map((key) => key.AttributeName);
  if (keys.some((key) => !defined.has(key))) {
    throw validation(
      "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. " +
        `Keys: [${keys.join(", ")}], AttributeDefinitions: [${[...defined].join(", ")}]`,
    );
  }
  if (!isOnDemand(description) && create.ProvisionedThroughput === undefined) {
    throw validation(
      `One or more parameter values were invalid: ProvisionedThroughput must be specified for index: ${name}`,
    );
  }
  const index = newIndex(description.TableArn, { ...create, IndexName: name });
  description.GlobalSecondaryIndexes = [...existing, index];
  const { LocalSecondaryIndexes: _, ...rest } = description;
  const alone = { ...rest, GlobalSecondaryIndexes: [index] };
  for (const [, item] of db.items.items(description.TableName).map.entries()) db.dynalite.index(alone, item);
}

function updateIndex(table: Table, update: NonNullable<Wire<GlobalSecondaryIndexUpdate>["Update"]>): void {
  const index = table.description.GlobalSecondaryIndexes?.find((one) => one.IndexName === update.IndexName);
  if (index === undefined) throw unknownIndex(update.IndexName ?? "");
  if (update.ProvisionedThroughput !== undefined)
    index.ProvisionedThroughput = throughput(update.ProvisionedThroughput);
  if (update.OnDemandThroughput !== undefined) index.OnDemandThroughput = update.OnDemandThroughput;
}

function deleteIndex(db: DynamoDb, table: Table, name: string): void {
  const { description } = table;
  const left = (description.GlobalSecondaryIndexes ?? []).filter((index) => index.IndexName !== name);
  if (left.length === (description.GlobalSecondaryIndexes ?? []).length) throw unknownIndex(name);
  db.items.dropIndex(description.TableName, name);
  if (left.length === 0) delete description.GlobalSecondaryIndexes;
  else description.GlobalSecondaryIndexes = left;
  const all = [description, ...left, ...(description.LocalSecondaryIndexes ?? [])];
  const used = new Set(all.flatMap((one) => (one.KeySchema ?? []).map((key) => key.AttributeName)));
  description.AttributeDefinitions = description.AttributeDefinitions.filter((one) => used.has(one.AttributeName));
}

function unknownIndex(name: string): Error {
  return dynamoError("ResourceNotFoundException", `Requested resource not found: Index: ${name} not found`);
}
