import type { ListEventBusesCommandInput, ListEventBusesCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EventBuses } from "../buses.ts";
import { page } from "../pages.ts";
import { presentBus } from "./describe-event-bus.ts";

/** The account's buses in order of their names, by pages. */
export const listEventBuses: Operation<
  EventBuses,
  Wire<ListEventBusesCommandInput>,
  Wire<ListEventBusesCommandOutput>
> = {
  name: "ListEventBuses",
  permissions: () => [{ action: "events:ListEventBuses", resource: "*" }],
  run: (input, _call, buses) => {
    const found = buses.all().filter((bus) => bus.name.startsWith(input.NamePrefix ?? ""));
    const { items, next } = page(found, ({ name }) => name, input);
    return { EventBuses: items.map(presentBus), ...next } as Wire<ListEventBusesCommandOutput>;
  },
};
