import type { RemoveTargetsCommandInput, RemoveTargetsCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busName, type EventBuses, ruleArn } from "../buses.ts";
import { findRule } from "./describe-rule.ts";

/** Takes targets off a rule; one that is not there is a failed entry. */
export const removeTargets: Operation<EventBuses, Wire<RemoveTargetsCommandInput>, Wire<RemoveTargetsCommandOutput>> = {
  name: "RemoveTargets",
  permissions: (input, buses) => [
    { action: "events:RemoveTargets", resource: ruleArn(buses.scope, busName(input.EventBusName), input.Rule ?? "") },
  ],
  run: (input, _call, buses) => {
    const rule = findRule(buses, input.Rule, input.EventBusName);
    const failed = (input.Ids ?? []).filter((id) => !rule.targets.delete(id));
    buses.keep(buses.get(input.EventBusName));
    return {
      FailedEntryCount: failed.length,
      FailedEntries: failed.map((id) => ({
        TargetId: id,
        ErrorCode: "ResourceNotFoundException",
        ErrorMessage: `Rule '${rule.name}' does not have a target with the Id '${id}'.`,
      })),
    } as unknown as Wire<RemoveTargetsCommandOutput>;
  },
};
