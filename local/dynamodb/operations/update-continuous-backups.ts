import type {
  UpdateContinuousBackupsCommandInput,
  UpdateContinuousBackupsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { continuousBackups } from "../backups.ts";
import { dynamoError, validation } from "../errors.ts";
import { checkMembers } from "../members.ts";
import { onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { tableNameOf } from "../table.ts";

/** How long AWS keeps what is needed, and does so unless told otherwise. */
const MOST_DAYS = 35;

/** Switches point-in-time recovery on or off. Only the setting is kept: locally there is nothing to restore from. */
export const updateContinuousBackups: Operation<
  DynamoDb,
  Wire<UpdateContinuousBackupsCommandInput>,
  Wire<UpdateContinuousBackupsCommandOutput>
> = {
  name: "UpdateContinuousBackups",
  permissions: (input, db) => [onTable(db, "UpdateContinuousBackups", input.TableName)],
  run: (input, _call, db) => {
    const given = input.PointInTimeRecoverySpecification;
    const { PointInTimeRecoveryEnabled: enabled, RecoveryPeriodInDays: days } = given ?? {};
    const member = "pointInTimeRecoverySpecification";
    checkMembers({
      ...(given === undefined
        ? { [member]: { value: given, required: true } }
        : { [`${member}.pointInTimeRecoveryEnabled`]: { value: enabled, required: true } }),
      [`${member}.recoveryPeriodInDays`]: { value: days, least: 1, most: MOST_DAYS },
    });
    if (enabled === false && days !== undefined) {
      throw validation("Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.");
    }
    const table = db.tables.find(tableNameOf(input.TableName ?? ""));
    if (table === undefined) throw dynamoError("TableNotFoundException", `Table not found: ${input.TableName}`);
    const since = table.recovery?.since ?? db.environment.clock.now() / 1000;
    db.tables.save(
      Object.assign(table, { recovery: enabled === true ? { days: days ?? MOST_DAYS, since } : undefined }),
    );
    return { ContinuousBackupsDescription: continuousBackups(db, table) };
  },
};
