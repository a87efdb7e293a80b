import { createHash } from "node:crypto";
import type { MessageSystemAttributeValue } from "@aws-sdk/client-sqs";
import type { Caller } from "../aws/caller.ts";
import type { Wire } from "../json.ts";
import { numberOf } from "./attributes.ts";
import { invalidParameter, missingParameter, sqsError } from "./errors.ts";
import { type Message, type MessageAttributes, md5, md5OfAttributes, sizeOf } from "./message.ts";
import type { Queue } from "./queue.ts";
import { delayOf, type Queues } from "./queues.ts";

/** One message to send: SendMessage's input, or an entry of SendMessageBatch's. */
export interface Outgoing {
  readonly MessageBody?: string | undefined;
  readonly DelaySeconds?: number | undefined;
  readonly MessageAttributes?: MessageAttributes | undefined;
  readonly MessageSystemAttributes?: Readonly<Record<string, Wire<MessageSystemAttributeValue>>> | undefined;
  readonly MessageDeduplicationId?: string | undefined;
  readonly MessageGroupId?: string | undefined;
}

/** What the sender is told: SDKs verify the digests. */
export interface Sent {
  readonly MD5OfMessageBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly MessageId: string;
  readonly SequenceNumber?: string;
}

/** The characters that may stand in a message: those of XML 1.0 (SendMessage in the API reference). */
const ALLOWED = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;
const MOST_ATTRIBUTES = 10;

/**
 * Puts one message into a queue.
 *
 * @throws AwsError for what SQS refuses: an empty or too long body, characters that XML has not, a missing group …
 */
export function send(queues: Queues, queue: Queue, outgoing: Outgoing, caller: Caller): Sent {
  const body = checkBody(queue, outgoing);
  const attributes = outgoing.MessageAttributes ?? {};
  const digest = md5OfAttributes(attributes);
  const fifo = checkFifo(queue, outgoing, body);
  const earlier = fifo === undefined ? undefined : queue.duplicateOf(fifo.MessageDeduplicationId);
  const { clock, ids } = queues.environment;
  const id = earlier?.id ?? ids.uuid();
  const order = earlier?.order ?? queue.nextOrder();

  if (earlier === undefined) {
    const now = clock.now();
    const trace = outgoing.MessageSystemAttributes?.["AWSTraceHeader"]?.StringValue;
    const message: Message = {
      id,
      body,
      attributes,
      order,
      system: {
        SenderId: queues.senderId(caller),
        SentTimestamp: String(now),
        ...(fifo === undefined ? groupOnly(outgoing) : { ...fifo, SequenceNumber: sequence(order) }),
        ...(trace === undefined ? {} : { AWSTraceHeader: trace }),
      },
      sentAt: now,
      receiveCount: 0,
      firstReceivedAt: undefined,
      handle: undefined,
    };
    queue.add(message, delayOf(queue, queue.fifo ? undefined : outgoing.DelaySeconds));
  }
  return {
    MD5OfMessageBody: md5(body),
    ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest }),
    MessageId: id,
    ...(fifo === undefined ? {} : { SequenceNumber: sequence(order) }),
  };
}

function checkBody(queue: Queue, outgoing: Outgoing): string {
  const body = outgoing.MessageBody;
  if (body === undefined || body === "") throw missingParameter("MessageBody");
  if (!body.isWellFormed() || !ALLOWED.test(body)) {
    throw sqsError(
      "InvalidMessageContents",
      "Invalid binary character was found in the message body, the set of allowed characters is #x9 | #xA | #xD | [#x20 to #xD7FF] | [#xE000 to #xFFFD] | [#x10000 to #x10FFFF]",
    );
  }
  const attributes = outgoing.MessageAttributes ?? {};
  const names = Object.keys(attributes);
  if (names.length > MOST_ATTRIBUTES) {
    throw sqsError(
      "InvalidParameterValue",
      `Number of message attributes [${names.length}] exceeds the allowed maximum [${MOST_ATTRIBUTES}].`,
    );
  }
  for (const name of names) {
    const attribute = attributes[name];
    if (!/^(String|Number|Binary)(\..{1,})?$/.test(attribute?.DataType ?? "")) {
      throw sqsError(
        "InvalidParameterValue",
        `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
      );
    }
    if ((attribute?.StringValue ?? attribute?.BinaryValue ?? "") === "") {
      throw sqsError(
        "InvalidParameterValue",
        `Message (user) attribute '${name}' must contain a non-empty value of type '${attribute?.DataType}'.`,
      );
    }
  }
  const most = numberOf(queue.attributes, "MaximumMessageSize");
  if (sizeOf(body, attributes) > most) {
    throw sqsError(
      "InvalidParameterValue",
      `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`,
    );
  }
  const delay = outgoing.DelaySeconds;
  if (delay !== undefined && (delay < 0 || delay > 900)) {
    throw invalidParameter(String(delay), "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.");
  }
  return body;
}

/** What a FIFO queue asks for besides; undefined for a standard queue. */
function checkFifo(
  queue: Queue,
  outgoing: Outgoing,
  body: string,
): { MessageGroupId: string; MessageDeduplicationId: string } | undefined {
  if (!queue.fifo) {
    if (outgoing.MessageDeduplicationId !== undefined) {
      throw invalidParameter(
        outgoing.MessageDeduplicationId,
        "MessageDeduplicationId",
        "The request include parameter that is not valid for this queue type.",
      );
    }
    return undefined;
  }
  if (outgoing.MessageGroupId === undefined) throw missingParameter("MessageGroupId");
  if (outgoing.DelaySeconds !== undefined && outgoing.DelaySeconds > 0) {
    throw invalidParameter(
      String(outgoing.DelaySeconds),
      "DelaySeconds",
      "The request include parameter that is not valid for this queue type.",
    );
  }
  const byContent = queue.attributes["ContentBasedDeduplication"] === "true";
  const own =
    outgoing.MessageDeduplicationId ?? (byContent ? createHash("sha256").update(body).digest("hex") : undefined);
  if (own === undefined) {
    throw sqsError(
      "InvalidParameterValue",
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  }
  return { MessageGroupId: outgoing.MessageGroupId, MessageDeduplicationId: own };
}

/** Standard queues take a group as well, for fair queues. */
function groupOnly(outgoing: Outgoing): Readonly<Record<string, string>> {
  return outgoing.MessageGroupId === undefined ? {} : { MessageGroupId: outgoing.MessageGroupId };
}

/** A FIFO queue's sequence number: twenty digits that grow. */
function sequence(order: number): string {
  return (18_850_000_000_000_000_000n + BigInt(order) * 256n).toString();
}
