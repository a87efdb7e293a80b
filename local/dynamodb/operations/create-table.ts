import type { CreateTableCommandInput, CreateTableCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { JsonObject, Wire } from "../../json.ts";
import { asCreating, describe } from "../describe.ts";
import { dynamoError, validation } from "../errors.ts";
import { onTable } from "../permissions.ts";
import { checkStream, newTable } from "../specification.ts";
import type { DynamoDb } from "../state.ts";
import { withTableName } from "../table.ts";

/** What the local runtime does not do: refused by name instead of ignored. */
const UNSUPPORTED = ["GlobalTableSourceArn", "GlobalTableSettingsReplicationMode", "ResourcePolicy"] as const;

/** Makes a table. It is ACTIVE as soon as this has answered, where AWS takes seconds. */
export const createTable: Operation<DynamoDb, Wire<CreateTableCommandInput>, Wire<CreateTableCommandOutput>> = {
  name: "CreateTable",
  permissions: (input, db) => [onTable(db, "CreateTable", input.TableName)],
  run: (input, _call, db) => {
    const named = withTableName(input);
    // dynalite takes what it does not know out of what it is given, such as the limits of an index.
    const checked = db.dynalite.check("CreateTable", structuredClone(named)) as Wire<CreateTableCommandInput>;
    for (const name of UNSUPPORTED) {
      if (input[name] !== undefined) throw validation(`${name} is not implemented by the local runtime`);
    }
    checkStream(input.StreamSpecification);
    const name = checked.TableName ?? "";
    if (db.tables.find(name) !== undefined) {
      throw dynamoError("ResourceInUseException", `Table already exists: ${name}`);
    }
    checkDefinitions(checked);
    const { GlobalSecondaryIndexes: indexes } = input;
    const table = newTable(db, {
      ...(named as JsonObject & Wire<CreateTableCommandInput>),
      ...checked,
      ...(indexes === undefined ? {} : { GlobalSecondaryIndexes: indexes }),
    });
    db.items.dropTable(name);
    const { StreamSpecification: stream } = input;
    if (stream?.StreamEnabled === true && stream.StreamViewType !== undefined) {
      db.streams.open(table, stream.StreamViewType);
    }
    db.tables.save(table);
    return { TableDescription: asCreating(describe(db, table)) };
  },
};

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
  throw validation(
    "One or more parameter values were invalid: Some AttributeDefinitions are not used. " +
      `AttributeDefinitions: [${defined.join(", ")}], keys used: [${[...used].join(", ")}]`,
  );
}
