import type { DescribeEndpointsCommandInput, DescribeEndpointsCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { onNothing } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";

/** Says where DynamoDB is: at the local endpoint. */
export const describeEndpoints: Operation<
  DynamoDb,
  Wire<DescribeEndpointsCommandInput>,
  Wire<DescribeEndpointsCommandOutput>
> = {
  name: "DescribeEndpoints",
  permissions: () => [onNothing("DescribeEndpoints")],
  run: (_input, _call, db) => ({
    Endpoints: [{ Address: new URL(db.environment.endpointUrl).host, CachePeriodInMinutes: 1440 }],
  }),
};
