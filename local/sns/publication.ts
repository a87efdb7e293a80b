import type { MessageAttributeValue } from "@aws-sdk/client-sns";
import { isObject, type JsonObject, type Wire } from "../json.ts";
import type { Environment } from "../module.ts";
import { invalidParameter, missing } from "./errors.ts";
import { checkMessageAttributes } from "./message-attributes.ts";
import type { Topic } from "./topics.ts";

export type MessageAttributes = Readonly<Record<string, Wire<MessageAttributeValue>>>;

/** One message on its way to a topic's subscribers. */
export interface Publication {
  readonly id: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  /** The text for protocols that have none of their own. */
  readonly message: string;
  /** With `MessageStructure: json`, the texts by protocol. */
  readonly byProtocol: Readonly<Record<string, string>> | undefined;
  readonly attributes: MessageAttributes;
  /** Milliseconds since the epoch. */
  readonly publishedAt: number;
  /** Of the topic: 1 signs with SHA-1, 2 with SHA-256. */
  readonly signatureVersion: string;
  /** A group for fair queues, on a topic that is no FIFO topic. */
  readonly groupId: string | undefined;
  readonly fifo: { readonly groupId: string; readonly deduplicationId: string; readonly sequence: string } | undefined;
}

/** What Publish takes, and an entry of PublishBatch. */
export interface PublishRequest {
  readonly Message?: string | undefined;
  readonly Subject?: string | undefined;
  readonly MessageStructure?: string | undefined;
  readonly MessageAttributes?: MessageAttributes | undefined;
  readonly MessageGroupId?: string | undefined;
  readonly MessageDeduplicationId?: string | undefined;
}

/** The largest message in bytes, attributes included. */
export const LARGEST_MESSAGE = 262_144;

/** @throws AwsError `InvalidParameter` or `ParameterValueInvalid`, as SNS does (Publish in the API reference). */
export function checkPublish(topic: Topic, request: PublishRequest): void {
  const { Message: message, Subject: subject } = request;
  if (subject !== undefined && (subject.length === 0 || subject.length > 100 || /\p{Cc}/u.test(subject))) {
    throw invalidParameter("Subject");
  }
  if (message === undefined) throw missing("message");
  if (message === "") throw invalidParameter("Empty message");
  checkMessageAttributes(request.MessageAttributes ?? {});
  if (sizeOf(request) > LARGEST_MESSAGE) throw invalidParameter("Message too long");
  if (topic.attributes["FifoTopic"] !== "true") {
    if (request.MessageDeduplicationId === undefined) return;
    throw invalidParameter(
      "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type",
    );
  }
  if (request.MessageGroupId === undefined) {
    throw invalidParameter("The MessageGroupId parameter is required for FIFO topics");
  }
  if (request.MessageDeduplicationId === undefined && topic.attributes["ContentBasedDeduplication"] !== "true") {
    throw invalidParameter(
      "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  }
}

/** A message's bytes as SNS counts them. */
export function sizeOf({ Message: message, MessageAttributes: attributes }: PublishRequest): number {
  let size = Buffer.byteLength(message ?? "");
  for (const [name, { DataType: type, StringValue: text, BinaryValue: blob }] of Object.entries(attributes ?? {})) {
    size += Buffer.byteLength(name) + Buffer.byteLength(type ?? "") + Buffer.byteLength(text ?? "");
    size += Buffer.from(blob ?? "", "base64").length;
  }
  return size;
}

/** Makes the publication of a request that has been checked. */
export function toPublication(
  { ids, clock }: Environment,
  topic: Topic,
  request: PublishRequest,
  fifo: Publication["fifo"],
): Publication {
  const byProtocol = request.MessageStructure === "json" ? structured(request.Message ?? "") : undefined;
  return {
    id: messageId(ids.uuid()),
    topicArn: topic.arn,
    subject: request.Subject,
    message: byProtocol?.["default"] ?? request.Message ?? "",
    byProtocol,
    // Attributes are not sent with a structured message (SNSDG/sns-message-attributes).
    attributes: byProtocol === undefined ? (request.MessageAttributes ?? {}) : {},
    publishedAt: clock.now(),
    signatureVersion: topic.attributes["SignatureVersion"] ?? "1",
    groupId: fifo === undefined ? request.MessageGroupId : undefined,
    fifo,
  };
}

function structured(message: string): Readonly<Record<string, string>> {
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    throw invalidParameter("Message Structure - JSON message body failed to parse");
  }
  if (!isObject(value) || typeof value["default"] !== "string") {
    throw invalidParameter("Message Structure - No default entry in JSON message body");
  }
  return Object.fromEntries(
    Object.entries(value as JsonObject).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** SNS's message ids are UUIDs whose third group begins with 5, as name-based ones do (seen in reference 004). */
function messageId(uuid: string): string {
  return `${uuid.slice(0, 14)}5${uuid.slice(15)}`;
}

/** The text for a protocol: its own of a structured message, else the default. */
export function messageFor(publication: Publication, protocol: string): string {
  return publication.byProtocol?.[protocol] ?? publication.message;
}
