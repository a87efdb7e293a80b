import { ERRORS, withMetadata } from "./optimized.ts";
import { argumentsOf, asText, callAs, type Integration } from "./task-context.ts";

/** `sqs:sendMessage`: a JSON `MessageBody` is sent as compact text (DG/connect-sqs). */
export const sqs: Integration = async (task, context) => {
  const { MessageBody, ...rest } = argumentsOf(task);
  const input = { ...rest, ...(MessageBody === undefined ? {} : { MessageBody: asText(MessageBody) }) };
  const answer = await callAs(task, context, "sqs", "SendMessage", input, ERRORS.sqs);
  return withMetadata(context, "sqs", answer, answer.output);
};
