import type { DescribeTimeToLiveCommandInput, DescribeTimeToLiveCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { withTableName } from "../table.ts";

/** Says which attribute expires a table's items, if any. */
export const describeTimeToLive: Operation<
  DynamoDb,
  Wire<DescribeTimeToLiveCommandInput>,
  Wire<DescribeTimeToLiveCommandOutput>
> = {
  name: "DescribeTimeToLive",
  permissions: (input, db) => [onTable(db, "DescribeTimeToLive", input.TableName)],
  run: (input, _call, db) => {
    const { TableName: name = "" } = db.dynalite.check("DescribeTimeToLive", withTableName(input));
    const setting = db.tables.get(name).timeToLive;
    return {
      TimeToLiveDescription:
        setting?.status === "ENABLED"
          ? { TimeToLiveStatus: "ENABLED", AttributeName: setting.attribute }
          : { TimeToLiveStatus: "DISABLED" },
    };
  },
};
