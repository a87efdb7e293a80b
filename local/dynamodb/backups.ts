import type { ContinuousBackupsDescription } from "@aws-sdk/client-dynamodb";
import type { Wire } from "../json.ts";
import type { DynamoDb } from "./state.ts";
import type { Table } from "./table.ts";

/** A table's backup settings as AWS shows them; continuous backups themselves are on for every table. */
export function continuousBackups(db: DynamoDb, { recovery }: Table): Wire<ContinuousBackupsDescription> {
  if (recovery === undefined) {
    return {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "DISABLED" },
    };
  }
  const now = db.environment.clock.now() / 1000;
  return {
    ContinuousBackupsStatus: "ENABLED",
    PointInTimeRecoveryDescription: {
      PointInTimeRecoveryStatus: "ENABLED",
      RecoveryPeriodInDays: recovery.days,
      EarliestRestorableDateTime: Math.max(recovery.since, now - recovery.days * 24 * 3600),
      LatestRestorableDateTime: now,
    },
  };
}
