import type { ListRulesCommandInput, ListRulesCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EventBuses } from "../buses.ts";
import { page } from "../pages.ts";
import { presentRule } from "./describe-rule.ts";

/** A bus's rules in order of their names, by pages. */
export const listRules: Operation<EventBuses, Wire<ListRulesCommandInput>, Wire<ListRulesCommandOutput>> = {
  name: "ListRules",
  permissions: () => [{ action: "events:ListRules", resource: "*" }],
  run: (input, _call, buses) => {
    const rules = [...buses.get(input.EventBusName).rules.values()];
    const found = rules.filter((rule) => rule.name.startsWith(input.NamePrefix ?? ""));
    const { items, next } = page(found, ({ name }) => name, input);
    return { Rules: items.map(presentRule), ...next } as Wire<ListRulesCommandOutput>;
  },
};
