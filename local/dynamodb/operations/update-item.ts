import type { UpdateItemCommandInput, UpdateItemCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { withTableName } from "../table.ts";

/** Changes attributes of an item, or makes it. */
export const updateItem: Operation<DynamoDb, Wire<UpdateItemCommandInput>, object & Wire<UpdateItemCommandOutput>> = {
  name: "UpdateItem",
  permissions: (input, db) => [onTable(db, "UpdateItem", input.TableName, { keys: [input.Key] })],
  run: (input, _call, { dynalite }) => dynalite.act("UpdateItem", dynalite.check("UpdateItem", withTableName(input))),
};
