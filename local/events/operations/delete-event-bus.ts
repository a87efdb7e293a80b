import type { DeleteEventBusCommandInput, DeleteEventBusCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busArn, busName, type EventBuses } from "../buses.ts";
import { validation } from "../errors.ts";

/** Removes a custom bus without rules; one that is not there is no error. */
export const deleteEventBus: Operation<
  EventBuses,
  Wire<DeleteEventBusCommandInput>,
  Wire<DeleteEventBusCommandOutput>
> = {
  name: "DeleteEventBus",
  permissions: (input, buses) => [
    { action: "events:DeleteEventBus", resource: busArn(buses.scope, busName(input.Name)) },
  ],
  run: (input, _call, buses) => {
    const bus = buses.find(input.Name);
    if (bus?.name === "default") throw validation("Cannot delete event bus default.");
    if (bus !== undefined && bus.rules.size > 0) throw validation("EventBus can't be deleted since it has rules.");
    if (bus !== undefined) buses.delete(bus);
    return {} as Wire<DeleteEventBusCommandOutput>;
  },
};
