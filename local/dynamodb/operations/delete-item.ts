import type { DeleteItemCommandInput, DeleteItemCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { withTableName } from "../table.ts";

/** Removes one item. */
export const deleteItem: Operation<DynamoDb, Wire<DeleteItemCommandInput>, object & Wire<DeleteItemCommandOutput>> = {
  name: "DeleteItem",
  permissions: (input, db) => [onTable(db, "DeleteItem", input.TableName, { keys: [input.Key] })],
  run: (input, _call, { dynalite }) => dynalite.act("DeleteItem", dynalite.check("DeleteItem", withTableName(input))),
};
