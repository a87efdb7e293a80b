import type { QueryCommandInput, QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { withTableName } from "../table.ts";

/** Reads the items of one partition, in order of their sort key. On an index the permission is asked for the index's ARN. */
export const query: Operation<DynamoDb, Wire<QueryCommandInput>, object & Wire<QueryCommandOutput>> = {
  name: "Query",
  permissions: (input, db) => [onTable(db, "Query", input.TableName, { index: input.IndexName })],
  run: async (input, _call, { dynalite }) =>
    (await dynalite.read("Query", dynalite.check("Query", withTableName(input)))) as Wire<QueryCommandOutput>,
};
