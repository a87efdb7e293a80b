import type { InvokeTarget } from "./target.ts";

/** A Lambda function, invoked asynchronously: once it is queued, Lambda's own retries apply. */
export const invokeFunction: InvokeTarget = async ({ aws }, { target, input, caller }) => {
  const payload = Buffer.from(input).toString("base64");
  await aws.call(
    "lambda",
    "Invoke",
    { FunctionName: target.Arn, InvocationType: "Event", Payload: payload },
    { caller },
  );
};
