import type { UpdateEventBusCommandInput, UpdateEventBusCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busArn, busName, type EventBuses } from "../buses.ts";

/** Changes a bus's description. */
export const updateEventBus: Operation<
  EventBuses,
  Wire<UpdateEventBusCommandInput>,
  Wire<UpdateEventBusCommandOutput>
> = {
  name: "UpdateEventBus",
  permissions: (input, buses) => [
    { action: "events:UpdateEventBus", resource: busArn(buses.scope, busName(input.Name)) },
  ],
  run: (input, _call, buses) => {
    const bus = buses.get(input.Name);
    bus.description = input.Description;
    buses.keep(bus);
    return { Arn: bus.arn, Name: bus.name } as Wire<UpdateEventBusCommandOutput>;
  },
};
