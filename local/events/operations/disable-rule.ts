import type { DisableRuleCommandInput, DisableRuleCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busName, type EventBuses, ruleArn } from "../buses.ts";
import { findRule } from "./describe-rule.ts";

/** Keeps a rule from matching. */
export const disableRule: Operation<EventBuses, Wire<DisableRuleCommandInput>, Wire<DisableRuleCommandOutput>> = {
  name: "DisableRule",
  permissions: (input, buses) => [
    { action: "events:DisableRule", resource: ruleArn(buses.scope, busName(input.EventBusName), input.Name ?? "") },
  ],
  run: (input, _call, buses) => {
    findRule(buses, input.Name, input.EventBusName).enabled = false;
    buses.keep(buses.get(input.EventBusName));
    return {} as Wire<DisableRuleCommandOutput>;
  },
};
