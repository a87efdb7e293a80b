import type { InvokeTarget } from "./target.ts";

/** An SQS queue: the input is the message's body. */
export const sendToQueue: InvokeTarget = async ({ aws, endpointUrl, scope }, { target, input, caller }) => {
  const name = (target.Arn ?? "").split(":").at(-1) ?? "";
  const group = target.SqsParameters?.MessageGroupId;
  await aws.call(
    "sqs",
    "SendMessage",
    {
      QueueUrl: `${endpointUrl}/${scope.account}/${name}`,
      MessageBody: input,
      ...(group === undefined ? {} : { MessageGroupId: group }),
    },
    { caller },
  );
};
