import type { ListTargetsByRuleCommandInput, ListTargetsByRuleCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busName, type EventBuses, ruleArn } from "../buses.ts";
import { findRule } from "./describe-rule.ts";

/** A rule's targets. */
export const listTargetsByRule: Operation<
  EventBuses,
  Wire<ListTargetsByRuleCommandInput>,
  Wire<ListTargetsByRuleCommandOutput>
> = {
  name: "ListTargetsByRule",
  permissions: (input, buses) => [
    {
      action: "events:ListTargetsByRule",
      resource: ruleArn(buses.scope, busName(input.EventBusName), input.Rule ?? ""),
    },
  ],
  run: (input, _call, buses) => {
    const rule = findRule(buses, input.Rule, input.EventBusName);
    return { Targets: [...rule.targets.values()] } as unknown as Wire<ListTargetsByRuleCommandOutput>;
  },
};
