import type { CreateEventBusCommandInput, CreateEventBusCommandOutput } from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busArn, type EventBuses, settingsOf } from "../buses.ts";
import { notFound, validation } from "../errors.ts";
import { toTags } from "../tags.ts";

/** Makes a custom bus. */
export const createEventBus: Operation<
  EventBuses,
  Wire<CreateEventBusCommandInput>,
  Wire<CreateEventBusCommandOutput>
> = {
  name: "CreateEventBus",
  permissions: (input, buses) => [{ action: "events:CreateEventBus", resource: busArn(buses.scope, input.Name ?? "") }],
  run: (input, _call, buses) => {
    const { Name: name = "" } = input;
    // Only partners' buses, which are named as their sources, have slashes (API Reference, CreateEventBus; the sentence is [recall]).
    if (input.EventSourceName !== undefined) throw notFound(`Event source ${input.EventSourceName} does not exist.`);
    if (name.includes("/")) throw validation("Event bus name must not contain '/'.");
    if (buses.find(name) !== undefined) {
      throw new AwsError("ResourceAlreadyExistsException", `Event bus ${name} already exists.`);
    }
    const bus = buses.create(name, settingsOf(input), toTags(input.Tags));
    return { EventBusArn: bus.arn, ...bus.settings } as Wire<CreateEventBusCommandOutput>;
  },
};
