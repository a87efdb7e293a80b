import type { DescribeConnectionCommandInput, DescribeConnectionCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { connectionResource } from "../connections/connection.ts";
import type { Connections } from "../connections/connections.ts";
import { presentConnection } from "../connections/present.ts";

/** A connection without its secrets. */
export const describeConnection: Operation<
  Connections,
  Wire<DescribeConnectionCommandInput>,
  Wire<DescribeConnectionCommandOutput>
> = {
  name: "DescribeConnection",
  permissions: ({ Name }, { scope }) => [
    { action: "events:DescribeConnection", resource: connectionResource(scope, Name) },
  ],
  run: (input, _call, connections) =>
    presentConnection(connections.get(input.Name)) as Wire<DescribeConnectionCommandOutput>,
};
