import type {
  Message as ApiMessage,
  ReceiveMessageCommandInput,
  ReceiveMessageCommandOutput,
} from "@aws-sdk/client-sqs";
import type { Call, Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { numberOf } from "../attributes.ts";
import { invalidParameter, sqsError } from "../errors.ts";
import { type Message, type MessageAttributes, md5, md5OfAttributes } from "../message.ts";
import type { Queue } from "../queue.ts";
import type { Queues } from "../queues.ts";

/** Takes up to ten messages, waiting up to twenty seconds for the first. */
export const receiveMessage: Operation<Queues, Wire<ReceiveMessageCommandInput>, Wire<ReceiveMessageCommandOutput>> = {
  name: "ReceiveMessage",
  permissions: (input, queues) => queues.permission("ReceiveMessage", input.QueueUrl),
  run: async (input, call, queues) => {
    const queue = queues.byUrl(input.QueueUrl);
    const unknown = asked(input).find((name) => !SYSTEM_ATTRIBUTES.has(name));
    if (unknown !== undefined) throw sqsError("InvalidAttributeName", `Unknown Attribute ${unknown}.`);
    const most = Number(input.MaxNumberOfMessages ?? 1);
    if (!(most >= 1 && most <= 10)) {
      throw invalidParameter(String(most), "MaxNumberOfMessages", "Must be between 1 and 10, if provided.");
    }
    const wait = within(
      input.WaitTimeSeconds ?? numberOf(queue.attributes, "ReceiveMessageWaitTimeSeconds"),
      "WaitTimeSeconds",
      0,
      20,
    );
    const visibility = within(
      input.VisibilityTimeout ?? numberOf(queue.attributes, "VisibilityTimeout"),
      "VisibilityTimeout",
      0,
      43_200,
    );
    const received = await receive(queues, queue, call, { most, visibility, wait });
    const messages = received.map((message) => present(message, input));
    return (messages.length === 0 ? {} : { Messages: messages }) as Wire<ReceiveMessageCommandOutput>;
  },
};

async function receive(
  queues: Queues,
  queue: Queue,
  call: Call,
  options: { most: number; visibility: number; wait: number },
): Promise<Message[]> {
  const { clock } = queues.environment;
  const end = clock.now() + options.wait * 1000;
  for (;;) {
    const messages = queue.receive(options.most, options.visibility);
    const left = end - clock.now();
    if (messages.length > 0 || left <= 0 || call.signal?.aborted === true) return messages;
    const { arrived, stop } = queue.waitForMessage();
    const timer = clock.after(left, stop, "deadline");
    call.signal?.addEventListener("abort", stop, { once: true });
    await call.hold.park(arrived);
    timer.cancel();
    call.signal?.removeEventListener("abort", stop);
    if (queues.byName(queue.name) !== queue) return [];
  }
}

/** A number within its range; a form of the Query protocol sends it as text, because a queue attribute has the same name. */
function within(given: number | string, parameter: string, min: number, max: number): number {
  const value = Number(given);
  if (value >= min && value <= max) return value;
  throw invalidParameter(String(given), parameter, `Must be >= ${min} and <= ${max}, if provided.`);
}

/** A message as the receiver asked to see it: attributes come only when they are named. */
function present(message: Message, input: Wire<ReceiveMessageCommandInput>): Wire<ApiMessage> {
  const system = systemAttributes(message, asked(input));
  const attributes = pick(message.attributes, input.MessageAttributeNames ?? []);
  const digest = md5OfAttributes(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: message.handle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(system).length === 0 ? {} : { Attributes: system }),
    ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest, MessageAttributes: attributes }),
  } as Wire<ApiMessage>;
}

/** What a message may tell besides itself (MessageSystemAttributeName of the service model). */
const SYSTEM_ATTRIBUTES: ReadonlySet<string> = new Set([
  "AWSTraceHeader",
  "All",
  "ApproximateFirstReceiveTimestamp",
  "ApproximateReceiveCount",
  "DeadLetterQueueSourceArn",
  "MessageDeduplicationId",
  "MessageGroupId",
  "SenderId",
  "SentTimestamp",
  "SequenceNumber",
]);

/** The system attributes that a request names, under the member's new name or the old one. */
function asked(input: Wire<ReceiveMessageCommandInput>): readonly string[] {
  return [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])];
}

function systemAttributes(message: Message, names: readonly string[]): Readonly<Record<string, string>> {
  if (names.length === 0) return {};
  const every: Readonly<Record<string, string>> = {
    ...message.system,
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
  };
  if (names.includes("All")) return every;
  return Object.fromEntries(Object.entries(every).filter(([name]) => names.includes(name)));
}

/** Names, `prefix.*` (the dot is not part of the prefix), `All` or `.*`. */
function pick(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  if (names.includes("All") || names.includes(".*")) return attributes;
  const wanted = (name: string): boolean =>
    names.some((asked) => asked === name || (asked.endsWith(".*") && name.startsWith(asked.slice(0, -2))));
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted(name)));
}
