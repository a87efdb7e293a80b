import type {
  DescribeContinuousBackupsCommandInput,
  DescribeContinuousBackupsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { continuousBackups } from "../backups.ts";
import { dynamoError } from "../errors.ts";
import { onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { tableNameOf } from "../table.ts";

/** Says whether point-in-time recovery is on. */
export const describeContinuousBackups: Operation<
  DynamoDb,
  Wire<DescribeContinuousBackupsCommandInput>,
  Wire<DescribeContinuousBackupsCommandOutput>
> = {
  name: "DescribeContinuousBackups",
  permissions: (input, db) => [onTable(db, "DescribeContinuousBackups", input.TableName)],
  run: (input, _call, db) => {
    const table = db.tables.find(tableNameOf(input.TableName ?? ""));
    if (table === undefined) throw dynamoError("TableNotFoundException", `Table not found: ${input.TableName}`);
    return { ContinuousBackupsDescription: continuousBackups(db, table) };
  },
};
