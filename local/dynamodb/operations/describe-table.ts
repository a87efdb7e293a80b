import type { DescribeTableCommandInput, DescribeTableCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { describe } from "../describe.ts";
import { onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { withTableName } from "../table.ts";

/** Describes a table, its indexes and its stream. */
export const describeTable: Operation<DynamoDb, Wire<DescribeTableCommandInput>, Wire<DescribeTableCommandOutput>> = {
  name: "DescribeTable",
  permissions: (input, db) => [onTable(db, "DescribeTable", input.TableName)],
  run: (input, _call, db) => {
    const { TableName: name = "" } = db.dynalite.check("DescribeTable", withTableName(input));
    return { Table: describe(db, db.tables.get(name)) };
  },
};
