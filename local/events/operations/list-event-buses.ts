import type { ListEventBusesCommandInput, ListEventBusesCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EventBuses } from "../buses.ts";

/** The account's buses. */
export const listEventBuses: Operation<
  EventBuses,
  Wire<ListEventBusesCommandInput>,
  Wire<ListEventBusesCommandOutput>
> = {
  name: "ListEventBuses",
  permissions: () => [{ action: "events:ListEventBuses", resource: "*" }],
  run: (input, _call, buses) => {
    const found = buses.all().filter((bus) => bus.name.startsWith(input.NamePrefix ?? ""));
    return { EventBuses: found.map((bus) => ({ Name: bus.name, Arn: bus.arn })) } as Wire<ListEventBusesCommandOutput>;
  },
};
