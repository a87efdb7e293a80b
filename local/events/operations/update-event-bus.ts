import type { UpdateEventBusCommandInput, UpdateEventBusCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busArn, busName, type EventBuses, settingsOf } from "../buses.ts";

/**
 * Replaces what a bus was made with. What the request leaves out is gone, except the description, which goes when it is empty
 * (hashicorp/terraform-provider-aws internal/service/events/bus.go, resourceBusUpdate).
 */
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
    const { Description = bus.settings.Description } = input;
    bus.settings = settingsOf({ ...input, Description: Description === "" ? undefined : Description });
    bus.updatedAt = buses.environment.clock.now();
    buses.keep(bus);
    return { Arn: bus.arn, Name: bus.name, ...bus.settings } as Wire<UpdateEventBusCommandOutput>;
  },
};
