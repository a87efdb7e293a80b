import { createHash } from "node:crypto";
import type { MessageSystemAttributeValue } from "@aws-sdk/client-sqs";
import type { Caller } from "../aws/caller.ts";
import type { Wire } from "../json.ts";
import { numberOf } from "./attributes.ts";
import { invalidParameter, missingParameter, noDeduplicationId, sqsError } from "./errors.ts";
import { type Message, type MessageAttributes, md5, md5OfAttributes, sequenceNumber, sizeOf } from "./message.ts";
import { checkCharacters, checkMessageAttributes, checkSystemAttributes } from "./message-attributes.ts";
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
  readonly MD5OfMessageSystemAttributes?: string;
  readonly MessageId: string;
  readonly SequenceNumber?: string;
}

/** What group and deduplication ids are made of (SendMessage in the API reference). */
const FIFO_ID = /^[\w!"#$%&'()*+,./:;<=>?@[\\\]^`{|}~-]{1,128}$/;

/**
 * Puts one message into a queue.
 *
 * @throws AwsError for what SQS refuses: an empty or too long body, characters that XML has not, a missing group …
 */
export function send(queues: Queues, queue: Queue, outgoing: Outgoing, caller: Caller): Sent {
  const body = checkBody(queue, outgoing);
  const attributes = outgoing.MessageAttributes ?? {};
  const digest = md5OfAttributes(attributes);
  const systemDigest = md5OfAttributes(outgoing.MessageSystemAttributes ?? {});
  const fifo = checkFifo(queue, outgoing, body);
  const earlier = fifo === undefined ? undefined : queue.duplicateOf(fifo.MessageDeduplicationId, fifo.MessageGroupId);
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
        ...(fifo === undefined ? groupOnly(outgoing) : { ...fifo, SequenceNumber: sequenceNumber(order) }),
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
    ...(systemDigest === undefined ? {} : { MD5OfMessageSystemAttributes: systemDigest }),
    MessageId: id,
    ...(fifo === undefined ? {} : { SequenceNumber: sequenceNumber(order) }),
  };
}

function checkBody(queue: Queue, outgoing: Outgoing): string {
  const body = outgoing.MessageBody;
  if (body === undefined || body === "") throw missingParameter("MessageBody");
  checkCharacters(body, "message body");
  checkMessageAttributes(outgoing.MessageAttributes ?? {});
  checkSystemAttributes(outgoing.MessageSystemAttributes ?? {});
  const most = numberOf(queue.attributes, "MaximumMessageSize");
  if (sizeOf(body, outgoing.MessageAttributes ?? {}) > most) {
    throw sqsError(
      "InvalidParameterValueException",
      `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`,
    );
  }
  const delay = outgoing.DelaySeconds;
  if (delay !== undefined && (delay < 0 || delay > 900)) {
    throw invalidParameter(String(delay), "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.");
  }
  checkId("MessageDeduplicationId", outgoing.MessageDeduplicationId);
  checkId("MessageGroupId", outgoing.MessageGroupId);
  return body;
}

function checkId(parameter: "MessageDeduplicationId" | "MessageGroupId", value: string | undefined): void {
  if (value === undefined || FIFO_ID.test(value)) return;
  throw invalidParameter(
    value,
    parameter,
    `${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
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
        "The request includes a parameter that is not valid for this queue type.",
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
  if (own === undefined) throw noDeduplicationId();
  return { MessageGroupId: outgoing.MessageGroupId, MessageDeduplicationId: own };
}

/** Standard queues take a group as well, for fair queues. */
function groupOnly(outgoing: Outgoing): Readonly<Record<string, string>> {
  return outgoing.MessageGroupId === undefined ? {} : { MessageGroupId: outgoing.MessageGroupId };
}
