import type { ListTablesCommandInput, ListTablesCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { JsonObject, Wire } from "../../json.ts";
import { onAllTables } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";

/** Lists the names of the tables, at most 100 at a time. */
export const listTables: Operation<DynamoDb, Wire<ListTablesCommandInput>, Wire<ListTablesCommandOutput>> = {
  name: "ListTables",
  permissions: (_input, db) => [onAllTables(db, "ListTables")],
  run: (input, _call, db) => {
    db.dynalite.check("ListTables", input as JsonObject);
    const { ExclusiveStartTableName: start = "", Limit: limit = 100 } = input;
    const names = db.tables.names().filter((name) => name > start);
    const page = names.slice(0, limit);
    const last = page.at(-1);
    return {
      TableNames: page,
      ...(last === undefined || page.length === names.length ? {} : { LastEvaluatedTableName: last }),
    };
  },
};
