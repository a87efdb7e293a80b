import type {
  TimeToLiveSpecification,
  UpdateTimeToLiveCommandInput,
  UpdateTimeToLiveCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { constraint, validation } from "../errors.ts";
import { onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { type Table, withTableName } from "../table.ts";

/**
 * Switches time to live on or off. AWS takes up to an hour and refuses a second change within it; locally it works at
 * once and the wait is left out, so that a program can be changed back and forth.
 */
export const updateTimeToLive: Operation<
  DynamoDb,
  Wire<UpdateTimeToLiveCommandInput>,
  Wire<UpdateTimeToLiveCommandOutput>
> = {
  name: "UpdateTimeToLive",
  permissions: (input, db) => [onTable(db, "UpdateTimeToLive", input.TableName)],
  run: (input, _call, db) => {
    const { TableName: name = "" } = db.dynalite.check("DescribeTimeToLive", withTableName(input));
    const { attribute, enabled } = settingOf(input.TimeToLiveSpecification);
    const table = db.tables.get(name);
    checkChange(table, attribute, enabled);
    db.expiry.forget(name);
    db.tables.save(Object.assign(table, { timeToLive: { attribute, status: enabled ? "ENABLED" : "DISABLED" } }));
    db.expiry.watch(name);
    return { TimeToLiveSpecification: { Enabled: enabled, AttributeName: attribute } };
  },
};

/** @throws AwsError `ValidationException` for a setting that breaks the model. */
function settingOf(given: Wire<TimeToLiveSpecification> | undefined): { attribute: string; enabled: boolean } {
  if (given === undefined) throw constraint(null, "timeToLiveSpecification", "not be null");
  const { AttributeName: attribute, Enabled: enabled } = given;
  const name = "timeToLiveSpecification.attributeName";
  if (enabled === undefined) throw constraint(null, "timeToLiveSpecification.enabled", "not be null");
  if (attribute === undefined) throw constraint(null, name, "not be null");
  if (attribute === "") throw constraint("", name, "have length greater than or equal to 1");
  if (attribute.length > 255) throw constraint(attribute, name, "have length less than or equal to 255");
  return { attribute, enabled };
}

function checkChange({ timeToLive }: Table, attribute: string, enabled: boolean): void {
  const current = timeToLive?.status === "ENABLED" ? timeToLive.attribute : undefined;
  if (current === undefined) {
    if (!enabled) throw validation("TimeToLive is already disabled");
    return;
  }
  if (current !== attribute) {
    throw validation(`TimeToLive is active on a different AttributeName: current AttributeName is ${current}`);
  }
  if (enabled) throw validation("TimeToLive is already enabled");
}
