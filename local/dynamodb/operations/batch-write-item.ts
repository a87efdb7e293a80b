import type { BatchWriteItemCommandInput, BatchWriteItemCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { listed, onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { withTableNames } from "../table.ts";

/** Puts and deletes up to 25 items of several tables, each on its own. */
export const batchWriteItem: Operation<
  DynamoDb,
  Wire<BatchWriteItemCommandInput>,
  object & Wire<BatchWriteItemCommandOutput>
> = {
  name: "BatchWriteItem",
  permissions: (input, db) =>
    Object.entries(input.RequestItems ?? {}).map(([table, requests]) =>
      onTable(db, "BatchWriteItem", table, {
        keys: listed(requests).map((request) => request.PutRequest?.Item ?? request.DeleteRequest?.Key),
      }),
    ),
  run: (input, _call, { dynalite }) =>
    dynalite.act("BatchWriteItem", dynalite.check("BatchWriteItem", withTableNames(input))),
};
