import { ERRORS, withMetadata } from "./optimized.ts";
import { argumentsOf, asText, callAs, type Integration } from "./task-context.ts";

/** `sns:publish`: a JSON `Message` is sent as compact text (DG/connect-sns). */
export const sns: Integration = async (task, context) => {
  const { Message, ...rest } = argumentsOf(task);
  const input = { ...rest, ...(Message === undefined ? {} : { Message: asText(Message) }) };
  const answer = await callAs(task, context, "sns", "Publish", input, ERRORS.sns);
  return withMetadata(context, "sns", answer, answer.output);
};
