import type {
  ListRuleNamesByTargetCommandInput,
  ListRuleNamesByTargetCommandOutput,
} from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EventBuses } from "../buses.ts";
import { page } from "../pages.ts";

/** The names of the rules that send to a target, by pages. */
export const listRuleNamesByTarget: Operation<
  EventBuses,
  Wire<ListRuleNamesByTargetCommandInput>,
  Wire<ListRuleNamesByTargetCommandOutput>
> = {
  name: "ListRuleNamesByTarget",
  permissions: () => [{ action: "events:ListRuleNamesByTarget", resource: "*" }],
  run: (input, _call, buses) => {
    const rules = [...buses.get(input.EventBusName).rules.values()];
    const found = rules.filter((rule) => [...rule.targets.values()].some((target) => target.Arn === input.TargetArn));
    const { items, next } = page(found, ({ name }) => name, input);
    return { RuleNames: items.map(({ name }) => name), ...next } as Wire<ListRuleNamesByTargetCommandOutput>;
  },
};
