import type { DeleteRuleCommandInput, DeleteRuleCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busName, type EventBuses, ruleArn } from "../buses.ts";
import { validation } from "../errors.ts";

/** Removes a rule without targets; one that is not there is no error, an unknown bus is. */
export const deleteRule: Operation<EventBuses, Wire<DeleteRuleCommandInput>, Wire<DeleteRuleCommandOutput>> = {
  name: "DeleteRule",
  permissions: (input, buses) => [
    { action: "events:DeleteRule", resource: ruleArn(buses.scope, busName(input.EventBusName), input.Name ?? "") },
  ],
  run: (input, _call, buses) => {
    const bus = buses.get(input.EventBusName);
    const rule = bus.rules.get(input.Name ?? "");
    if (rule !== undefined && rule.targets.size > 0) throw validation("Rule can't be deleted since it has targets.");
    bus.rules.delete(input.Name ?? "");
    buses.keep(bus);
    return {} as Wire<DeleteRuleCommandOutput>;
  },
};
