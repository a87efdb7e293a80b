import type {
  UpdateContinuousBackupsCommandInput,
  UpdateContinuousBackupsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { continuousBackups } from "../backups.ts";
import { dynamoError, validation } from "../errors.ts";
import { onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { tableNameOf } from "../table.ts";

/** Switches point-in-time recovery on or off. Only the setting is kept: locally there is nothing to restore from. */
export const updateContinuousBackups: Operation<
  DynamoDb,
  Wire<UpdateContinuousBackupsCommandInput>,
  Wire<UpdateContinuousBackupsCommandOutput>
> = {
  name: "UpdateContinuousBackups",
  permissions: (input, db) => [onTable(db, "UpdateContinuousBackups", input.TableName)],
  run: (input, _call, db) => {
    const table = db.tables.find(tableNameOf(input.TableName ?? ""));
    if (table === undefined) throw dynamoError("TableNotFoundException", `Table not found: ${input.TableName}`);
    const { PointInTimeRecoveryEnabled: enabled, RecoveryPeriodInDays: days = 35 } =
      input.PointInTimeRecoverySpecification ?? {};
    if (enabled === undefined) throw validation("PointInTimeRecoverySpecification must be specified");
    if (days < 1 || days > 35) throw validation("RecoveryPeriodInDays must be between 1 and 35");
    const since = table.recovery?.since ?? db.environment.clock.now() / 1000;
    db.tables.save(Object.assign(table, { recovery: enabled ? { days, since } : undefined }));
    return { ContinuousBackupsDescription: continuousBackups(db, table) };
  },
};
