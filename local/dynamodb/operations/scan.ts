import type { ScanCommandInput, ScanCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { withTableName } from "../table.ts";

/** Reads all items of a table or an index. On an index the permission is asked for the index's ARN. */
export const scan: Operation<DynamoDb, Wire<ScanCommandInput>, object & Wire<ScanCommandOutput>> = {
  name: "Scan",
  permissions: (input, db) => [onTable(db, "Scan", input.TableName, { index: input.IndexName })],
  run: async (input, _call, { dynalite }) =>
    (await dynalite.read("Scan", dynalite.check("Scan", withTableName(input)))) as Wire<ScanCommandOutput>,
};
