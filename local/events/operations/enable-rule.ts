import type { EnableRuleCommandInput, EnableRuleCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busName, type EventBuses, ruleArn } from "../buses.ts";
import { findRule } from "./describe-rule.ts";

/** Lets a rule match again. */
export const enableRule: Operation<EventBuses, Wire<EnableRuleCommandInput>, Wire<EnableRuleCommandOutput>> = {
  name: "EnableRule",
  permissions: (input, buses) => [
    { action: "events:EnableRule", resource: ruleArn(buses.scope, busName(input.EventBusName), input.Name ?? "") },
  ],
  run: (input, _call, buses) => {
    findRule(buses, input.Name, input.EventBusName).enabled = true;
    buses.keep(buses.get(input.EventBusName));
    return {} as Wire<EnableRuleCommandOutput>;
  },
};
