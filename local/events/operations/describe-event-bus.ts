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
  run: (input, _call, buses) => {
    const bus = buses.get(input.Name);
    return { ...presentBus(bus), ...bus.settings } as Wire<DescribeEventBusCommandOutput>;
  },
};

/** A bus as ListEventBuses shows it. */
export function presentBus(bus: Bus) {
  const { Description } = bus.settings;
  return {
    Name: bus.name,
    Arn: bus.arn,
    ...(Description === undefined ? {} : { Description }),
    ...(bus.policy === undefined ? {} : { Policy: bus.policy }),
    CreationTime: bus.createdAt / 1000,
    LastModifiedTime: bus.updatedAt / 1000,
  };
}
