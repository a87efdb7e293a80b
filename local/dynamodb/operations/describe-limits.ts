import type { DescribeLimitsCommandInput, DescribeLimitsCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { onNothing } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";

/** Says the account's capacity limits: AWS's defaults, which nothing here can reach. */
export const describeLimits: Operation<
  DynamoDb,
  Wire<DescribeLimitsCommandInput>,
  Wire<DescribeLimitsCommandOutput>
> = {
  name: "DescribeLimits",
  permissions: () => [onNothing("DescribeLimits")],
  run: () => ({
    AccountMaxReadCapacityUnits: 80_000,
    AccountMaxWriteCapacityUnits: 80_000,
    TableMaxReadCapacityUnits: 40_000,
    TableMaxWriteCapacityUnits: 40_000,
  }),
};
