import type { InvokeTarget } from "./target.ts";

/** A Step Functions state machine: a new execution with the input, under a random name. */
export const startExecution: InvokeTarget = async ({ aws, ids }, { target, input, caller }) => {
  await aws.call("states", "StartExecution", { stateMachineArn: target.Arn, input, name: ids.uuid() }, { caller });
};
