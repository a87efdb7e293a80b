import type { CreateTableCommandInput, CreateTableCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { JsonObject, Wire } from "../../json.ts";
import { asCreating, describe } from "../describe.ts";
import { dynamoError, invalid, validation } from "../errors.ts";
import { checkProjection } from "../index-updates.ts";
import { onTable } from "../permissions.ts";
import { checkEncryption, checkOnDemand, checkStream, checkTableClass, newTable } from "../specification.ts";
import type { DynamoDb } from "../state.ts";
import { withTableName } from "../table.ts";
import { checkTags } from "../tags.ts";

/** What the local runtime does not do: refused by name instead of ignored. */
const UNSUPPORTED = ["GlobalTableSourceArn", "GlobalTableSettingsReplicationMode", "ResourcePolicy"] as const;

/** Makes a table. It is ACTIVE as soon as this has answered, where AWS takes seconds. */
export const createTable: Operation<DynamoDb, Wire<CreateTableCommandInput>, Wire<CreateTableCommandOutput>> = {
  name: "CreateTable",
  permissions: (input, db) => [onTable(db, "CreateTable", input.TableName)],
  run: (input, _call, db) => {
    const named = withTableName(input);
    db.dynalite.check("CreateTable", named, false);
    checkDuplicates(input);
    const checked = db.dynalite.check("CreateTable", named) as Wire<CreateTableCommandInput>;
    for (const name of UNSUPPORTED) {
      if (input[name] !== undefined) throw validation(`${name} is not implemented by the local runtime`);
    }
    checkStream(input.StreamSpecification);
    checkTableClass(input.TableClass);
    checkEncryption(input.SSESpecification);
    checkOnDemand(input.OnDemandThroughput, input.BillingMode !== "PAY_PER_REQUEST", false);
    checkTags(input.Tags ?? []);
    for (const index of [...(checked.LocalSecondaryIndexes ?? []), ...(checked.GlobalSecondaryIndexes ?? [])]) {
      checkProjection(index.Projection);
    }
    checkDefinitions(checked);
    const name = checked.TableName ?? "";
    if (db.tables.find(name) !== undefined) {
      throw dynamoError("ResourceInUseException", `Table already exists: ${name}`);
    }
    const table = newTable(db, { ...(named as JsonObject & Wire<CreateTableCommandInput>), ...checked });
    db.items.dropTable(name);
    const { StreamSpecification: stream } = input;
    if (stream?.StreamEnabled === true && stream.StreamViewType !== undefined) {
      db.streams.open(table, stream.StreamViewType);
    }
    db.tables.save(table);
    return { TableDescription: asCreating(describe(db, table)) };
  },
};

/** @throws AwsError `ValidationException` for an attribute that is defined twice. */
function checkDuplicates({ AttributeDefinitions: definitions = [] }: Wire<CreateTableCommandInput>): void {
  const names = definitions.map((definition) => definition.AttributeName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw validation(`Attribute Name is duplicated: ${twice}`);
}

/**
 * Every attribute defined must be a key of the table or of an index.
 *
 * @throws AwsError `ValidationException` naming what is defined and what is used.
 */
function checkDefinitions(input: Wire<CreateTableCommandInput>): void {
  const indexes = [...(input.LocalSecondaryIndexes ?? []), ...(input.GlobalSecondaryIndexes ?? [])];
  const keys = [...(input.KeySchema ?? []), ...indexes.flatMap((index) => index.KeySchema ?? [])];
  const used = new Set(keys.map((key) => key.AttributeName));
  const defined = (input.AttributeDefinitions ?? []).map((definition) => definition.AttributeName);
  if (defined.every((name) => used.has(name))) return;
  throw invalid(
    "Some AttributeDefinitions are not used. " +
      `AttributeDefinitions: [${defined.join(", ")}], keys used: [${[...used].join(", ")}]`,
  );
}
