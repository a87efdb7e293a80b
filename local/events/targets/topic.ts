import type { InvokeTarget } from "./target.ts";

/** An SNS topic: the input is the message. */
export const publish: InvokeTarget = async ({ aws }, { target, input, caller }) => {
  await aws.call("sns", "Publish", { TopicArn: target.Arn, Message: input }, { caller });
};
