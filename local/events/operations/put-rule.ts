import type { PutRuleCommandInput, PutRuleCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busName, type EventBuses, ruleArn } from "../buses.ts";
import { validation } from "../errors.ts";
import { toTags } from "../tags.ts";

/** Makes a rule, or replaces one: what is omitted is then gone. Its targets stay. */
export const putRule: Operation<EventBuses, Wire<PutRuleCommandInput>, Wire<PutRuleCommandOutput>> = {
  name: "PutRule",
  permissions: (input, buses) => [
    { action: "events:PutRule", resource: ruleArn(buses.scope, busName(input.EventBusName), input.Name ?? "") },
  ],
  run: (input, _call, buses) => {
    const { Name: name = "" } = input;
    const bus = buses.get(input.EventBusName);
    // Even an empty one is refused there (aws-controllers-k8s/community#1984).
    if (input.ScheduleExpression !== undefined && bus.name !== "default") {
      throw validation("ScheduleExpression is supported only on the default event bus.");
    }
    if (input.ScheduleExpression !== undefined && input.ScheduleExpression !== "") {
      throw validation("ScheduleExpression is not served by the local runtime: rules with an EventPattern are.");
    }
    const pattern = input.EventPattern;
    if (pattern === undefined || pattern === "") {
      throw validation("Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }
    const properties = {
      eventPattern: pattern,
      description: input.Description,
      enabled: input.State !== "DISABLED",
      roleArn: input.RoleArn,
    };
    const rule = buses.putRule(bus, name, properties, toTags(input.Tags));
    return { RuleArn: rule.arn } as Wire<PutRuleCommandOutput>;
  },
};
