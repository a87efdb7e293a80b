import type { PutItemCommandInput, PutItemCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { withTableName } from "../table.ts";

/** Writes a whole item. */
export const putItem: Operation<DynamoDb, Wire<PutItemCommandInput>, object & Wire<PutItemCommandOutput>> = {
  name: "PutItem",
  permissions: (input, db) => [onTable(db, "PutItem", input.TableName, { keys: [input.Item] })],
  run: (input, _call, { dynalite }) => dynalite.act("PutItem", dynalite.check("PutItem", withTableName(input))),
};
