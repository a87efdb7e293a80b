import type { UpdateTimeToLiveCommandInput, UpdateTimeToLiveCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { validation } from "../errors.ts";
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
    const { AttributeName: attribute = "", Enabled: enabled = false } = input.TimeToLiveSpecification ?? {};
    if (attribute === "" || attribute.length > 255) {
      throw validation("TimeToLiveSpecification.AttributeName must be 1 to 255 characters long");
    }
    const table = db.tables.get(name);
    checkChange(table, attribute, enabled);
    db.expiry.forget(name);
    db.tables.save(Object.assign(table, { timeToLive: { attribute, status: enabled ? "ENABLED" : "DISABLED" } }));
    db.expiry.watch(name);
    return { TimeToLiveSpecification: { Enabled: enabled, AttributeName: attribute } };
  },
};

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
