import type { DescribeEventBusCommandInput, DescribeEventBusCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Bus, busArn, busName, type EventBuses } from "../buses.ts";

/** A bus with its policy. */
export const describeEventBus: Operation<
  EventBuses,
  Wire<DescribeEventBusCommandInput>,
  Wire<DescribeEventBusCommandOutput>
> = {
  name: "DescribeEventBus",
  permissions: (input, buses) => [
    { action: "events:DescribeEventBus", resource: busArn(buses.scope, busName(input.Name)) },
  ],
  run: (input, _call, buses) => presentBus(buses.get(input.Name)) as Wire<DescribeEventBusCommandOutput>,
};

/** A bus as DescribeEventBus and ListEventBuses show it. */
export function presentBus(bus: Bus) {
  return {
    Name: bus.name,
    Arn: bus.arn,
    ...(bus.description === undefined ? {} : { Description: bus.description }),
    ...(bus.policy === undefined ? {} : { Policy: bus.policy }),
    CreationTime: bus.createdAt / 1000,
    LastModifiedTime: bus.createdAt / 1000,
  };
}
