import type { CreateEventBusCommandInput, CreateEventBusCommandOutput } from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busArn, type EventBuses } from "../buses.ts";
import { constraint } from "../errors.ts";
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
    const name = input.Name;
    if (name === undefined) throw constraint(null, "name", "not be null");
    if (!/^[.\-_A-Za-z0-9]{1,256}$/.test(name)) {
      throw constraint(name, "name", "satisfy regular expression pattern: [/\\.\\-_A-Za-z0-9]+");
    }
    if (buses.find(name) !== undefined) {
      throw new AwsError("ResourceAlreadyExistsException", `Event bus ${name} already exists.`);
    }
    const bus = buses.create(name, input.Description, toTags(input.Tags));
    return {
      EventBusArn: bus.arn,
      ...(bus.description === undefined ? {} : { Description: bus.description }),
    } as Wire<CreateEventBusCommandOutput>;
  },
};
