import type { ListTargetsByRuleCommandInput, ListTargetsByRuleCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busName, type EventBuses, ruleArn } from "../buses.ts";
import { page } from "../pages.ts";
import { findRule } from "./describe-rule.ts";

/** A rule's targets in order of their ids, by pages. */
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
    const { items, next } = page([...rule.targets.values()], ({ Id: id = "" }) => id, input);
    return { Targets: items, ...next } as unknown as Wire<ListTargetsByRuleCommandOutput>;
  },
};
