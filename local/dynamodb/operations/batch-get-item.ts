import type { BatchGetItemCommandInput, BatchGetItemCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { listed, onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { withTableNames } from "../table.ts";

/** Reads up to 100 items of several tables. */
export const batchGetItem: Operation<
  DynamoDb,
  Wire<BatchGetItemCommandInput>,
  object & Wire<BatchGetItemCommandOutput>
> = {
  name: "BatchGetItem",
  permissions: (input, db) =>
    Object.entries(input.RequestItems ?? {}).map(([table, request]) =>
      onTable(db, "BatchGetItem", table, { keys: listed(request.Keys) }),
    ),
  run: (input, _call, { dynalite }) =>
    dynalite.act("BatchGetItem", dynalite.check("BatchGetItem", withTableNames(input))),
};
