import type { SendMessageCommandInput } from "@aws-sdk/client-sqs";
import type { Json } from "../asl/definition.ts";
import { type Task, type TaskFields, type Templated, task } from "./task.ts";

/** A queue. */
export interface QueueRef {
  readonly url: string;
  readonly arn: string;
}

interface SendMessage {
  /** A text goes out as it is, anything else as compact JSON. */
  readonly MessageBody: Json;
  readonly DelaySeconds?: Templated<number>;
  readonly MessageAttributes?: Templated<NonNullable<SendMessageCommandInput["MessageAttributes"]>>;
  readonly MessageGroupId?: Templated<string>;
  readonly MessageDeduplicationId?: Templated<string>;
}

/**
 * Sends a message and goes on. The result is `{ MD5OfMessageBody, MessageId }`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html
 */
export function sendMessage<const Fields extends TaskFields<SendMessage>>(
  queue: QueueRef,
  fields: Fields,
): Task<Fields, "arn:aws:states:::sqs:sendMessage"> {
  return task("arn:aws:states:::sqs:sendMessage", fields, { QueueUrl: queue.url }, permission(queue));
}

/**
 * Sends a message and waits until somebody answers for the task token, which has to be in the message:
 * `{% $states.context.Task.Token %}`. The result is what SendTaskSuccess was given.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 */
export function sendMessageAndWaitForTaskToken<const Fields extends TaskFields<SendMessage>>(
  queue: QueueRef,
  fields: Fields,
): Task<Fields, "arn:aws:states:::sqs:sendMessage.waitForTaskToken"> {
  return task("arn:aws:states:::sqs:sendMessage.waitForTaskToken", fields, { QueueUrl: queue.url }, permission(queue));
}

const permission = (queue: QueueRef) => [{ actions: ["sqs:SendMessage"], resources: [queue.arn] }];
