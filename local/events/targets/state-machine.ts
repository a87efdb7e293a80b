import type { InvokeTarget } from "./target.ts";

/**
 * A Step Functions state machine: a new execution with the input. Its name begins with the event's id, as on AWS
 * (localstack/localstack#11427); that a random part follows is known from consoles, and lets two rules start one each.
 */
export const startExecution: InvokeTarget = async ({ aws, ids }, { target, input, caller, event }) => {
  const name = `${event.id}_${ids.uuid()}`;
  await aws.call("states", "StartExecution", { stateMachineArn: target.Arn, input, name }, { caller });
};
