import type { PutTargetsCommandInput, PutTargetsCommandOutput, Target } from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busName, type EventBuses, type Rule, ruleArn } from "../buses.ts";
import { checkInput } from "../check-input.ts";
import { validation } from "../errors.ts";
import { isServed, SERVED_TARGETS } from "../targets/target.ts";
import { findRule } from "./describe-rule.ts";

/** How many targets a rule may have. */
const MOST_TARGETS = 5;

/** Adds targets to a rule, or replaces those with the same id. */
export const putTargets: Operation<EventBuses, Wire<PutTargetsCommandInput>, Wire<PutTargetsCommandOutput>> = {
  name: "PutTargets",
  permissions: (input, buses) => [
    { action: "events:PutTargets", resource: ruleArn(buses.scope, busName(input.EventBusName), input.Rule ?? "") },
  ],
  run: (input, _call, buses) => {
    const rule = findRule(buses, input.Rule, input.EventBusName);
    const targets = input.Targets ?? [];
    for (const target of targets) checkTarget(target);
    checkCount(rule, targets);
    for (const target of targets) rule.targets.set(target.Id ?? "", target);
    buses.keep(buses.get(input.EventBusName));
    return { FailedEntryCount: 0, FailedEntries: [] } as unknown as Wire<PutTargetsCommandOutput>;
  },
};

function checkCount(rule: Rule, targets: readonly Wire<Target>[]): void {
  const ids = new Set([...rule.targets.keys(), ...targets.map((target) => target.Id ?? "")]);
  if (ids.size > MOST_TARGETS) {
    throw new AwsError("LimitExceededException", "The requested resource exceeds the maximum number allowed.");
  }
}

function checkTarget(target: Wire<Target>): void {
  const { Id: id = "", Arn: arn = "" } = target;
  if (!arn.startsWith("arn:"))
    throw validation(`Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`);
  if (!isServed(arn)) {
    throw validation(
      `Targets like ${arn} are not served by the local runtime: it delivers to ${SERVED_TARGETS.join(", ")}.`,
    );
  }
  const service = arn.split(":")[2];
  if (service === "logs" && target.RoleArn !== undefined)
    throw validation(`RoleArn is not supported for target ${arn}.`);
  if (service === "sqs" && arn.endsWith(".fifo") && target.SqsParameters === undefined) {
    throw validation(`Parameter(s) SqsParameters must be specified for target: ${id}.`);
  }
  if (service === "states" && target.RoleArn === undefined) throw validation(`RoleArn is required for target ${arn}.`);
  checkInput(target, id);
  const inputs = [target.Input, target.InputPath, target.InputTransformer].filter((input) => input !== undefined);
  if (inputs.length > 1) {
    throw validation(`Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`);
  }
  const deadLetters = target.DeadLetterConfig?.Arn;
  if (deadLetters?.endsWith(".fifo") === true) {
    throw validation(
      `Parameter DeadLetterConfig.Arn is not valid. Reason: a FIFO queue cannot be a dead-letter queue.`,
    );
  }
}
