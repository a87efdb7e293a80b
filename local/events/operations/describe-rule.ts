import type { DescribeRuleCommandInput, DescribeRuleCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busName, type EventBuses, type Rule, ruleArn } from "../buses.ts";
import { noSuchRule } from "../errors.ts";

/** A rule without its targets. */
export const describeRule: Operation<EventBuses, Wire<DescribeRuleCommandInput>, Wire<DescribeRuleCommandOutput>> = {
  name: "DescribeRule",
  permissions: (input, buses) => [
    { action: "events:DescribeRule", resource: ruleArn(buses.scope, busName(input.EventBusName), input.Name ?? "") },
  ],
  run: (input, _call, buses) =>
    ({
      ...presentRule(findRule(buses, input.Name, input.EventBusName)),
      CreatedBy: buses.scope.account,
    }) as Wire<DescribeRuleCommandOutput>,
};

/** @throws AwsError `ResourceNotFoundException` for an unknown bus or rule. */
export function findRule(buses: EventBuses, name: string | undefined, bus: string | undefined): Rule {
  const rule = buses.get(bus).rules.get(name ?? "");
  if (rule === undefined) throw noSuchRule(name ?? "", busName(bus));
  return rule;
}

/** A rule as DescribeRule and ListRules show it. */
export function presentRule(rule: Rule) {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.eventPattern,
    State: rule.enabled ? "ENABLED" : "DISABLED",
    ...(rule.description === undefined ? {} : { Description: rule.description }),
    ...(rule.roleArn === undefined ? {} : { RoleArn: rule.roleArn }),
    EventBusName: rule.busName,
  };
}
