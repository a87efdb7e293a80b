import type { GetItemCommandInput, GetItemCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { withTableName } from "../table.ts";

/** Reads one item by its key. */
export const getItem: Operation<DynamoDb, Wire<GetItemCommandInput>, object & Wire<GetItemCommandOutput>> = {
  name: "GetItem",
  permissions: (input, db) => [onTable(db, "GetItem", input.TableName, { keys: [input.Key] })],
  run: (input, _call, { dynalite }) => dynalite.act("GetItem", dynalite.check("GetItem", withTableName(input))),
};
