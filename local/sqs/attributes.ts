import type { AwsError } from "../aws/error.ts";
import { own, parseObject } from "../json.ts";
import { sqsError } from "./errors.ts";
import { checkRedriveAllowPolicy, parseRedrivePolicy } from "./redrive-policy.ts";

/** A queue's settable attributes, as text, the way SQS keeps and shows them. */
export type QueueAttributes = Readonly<Record<string, string>>;

/** Ranges and defaults of the numeric attributes (API reference, SetQueueAttributes). */
const NUMBERS: Readonly<Record<string, { min: number; max: number; default: number }>> = {
  VisibilityTimeout: { min: 0, max: 43_200, default: 30 },
  MaximumMessageSize: { min: 1024, max: 1_048_576, default: 1_048_576 },
  MessageRetentionPeriod: { min: 60, max: 1_209_600, default: 345_600 },
  DelaySeconds: { min: 0, max: 900, default: 0 },
  ReceiveMessageWaitTimeSeconds: { min: 0, max: 20, default: 0 },
  KmsDataKeyReusePeriodSeconds: { min: 60, max: 86_400, default: 300 },
};

const ENUMS: Readonly<Record<string, readonly string[]>> = {
  SqsManagedSseEnabled: ["true", "false"],
  FifoQueue: ["true", "false"],
  ContentBasedDeduplication: ["true", "false"],
  DeduplicationScope: ["queue", "messageGroup"],
  FifoThroughputLimit: ["perQueue", "perMessageGroupId"],
};

const FIFO_ONLY = new Set(["FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"]);
const FREE_TEXT = new Set(["Policy", "KmsMasterKeyId"]);

/** The attributes that GetQueueAttributes computes; they cannot be set. */
export const READ_ONLY = [
  "QueueArn",
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
  "CreatedTimestamp",
  "LastModifiedTimestamp",
] as const;

/** The attributes every queue has when nobody sets any. */
const DEFAULTS: QueueAttributes = {
  VisibilityTimeout: "30",
  MaximumMessageSize: "1048576",
  MessageRetentionPeriod: "345600",
  DelaySeconds: "0",
  ReceiveMessageWaitTimeSeconds: "0",
  SqsManagedSseEnabled: "true",
};

/** What a FIFO queue has besides. */
const FIFO_DEFAULTS: QueueAttributes = {
  FifoQueue: "true",
  ContentBasedDeduplication: "false",
  DeduplicationScope: "queue",
  FifoThroughputLimit: "perQueue",
};

/** The attributes of a new queue. */
export function defaultsOf(fifo: boolean): QueueAttributes {
  return fifo ? { ...DEFAULTS, ...FIFO_DEFAULTS } : DEFAULTS;
}

/** Every name that SetQueueAttributes takes. */
export function isSettable(name: string): boolean {
  return (
    [NUMBERS, ENUMS].some((known) => Object.hasOwn(known, name)) ||
    FREE_TEXT.has(name) ||
    name === "RedrivePolicy" ||
    name === "RedriveAllowPolicy"
  );
}

/**
 * Checks attributes before they are kept.
 *
 * @param fifo whether the queue is a FIFO queue: some attributes are only for those.
 * @throws AwsError `InvalidAttributeName`, `InvalidAttributeValue` or `InvalidParameterValue`, as SQS does.
 */
export function checkAttributes(attributes: QueueAttributes, fifo: boolean): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (!isSettable(name) || (FIFO_ONLY.has(name) && !fifo)) {
      throw sqsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
    }
    const range = own(NUMBERS, name);
    if (range !== undefined) checkNumber(name, value, range.min, range.max);
    const allowed = own(ENUMS, name);
    if (allowed !== undefined && !allowed.includes(value)) throw invalidValue(name);
    if (name === "RedrivePolicy") parseRedrivePolicy(value);
    if (name === "RedriveAllowPolicy") checkRedriveAllowPolicy(value);
    if (name === "Policy" && value !== "" && parseObject(value) === undefined) throw invalidValue(name);
  }
}

/**
 * A queue's attributes after some were set: a key of KMS ends encryption by SQS itself, and the other way round.
 *
 * @throws AwsError `InvalidAttributeValue` when both are asked for at once (API reference, SetQueueAttributes; the words are
 *   from memory).
 */
export function withEncryption(before: QueueAttributes, set: QueueAttributes): QueueAttributes {
  const { KmsMasterKeyId: key = "", SqsManagedSseEnabled: managed } = set;
  if (key !== "" && managed === "true") {
    throw sqsError(
      "InvalidAttributeValue",
      "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
    );
  }
  if (key !== "") return { ...before, ...set, SqsManagedSseEnabled: "false" };
  const { KmsMasterKeyId: old, ...others } = before;
  return { ...(managed === "true" || old === undefined ? others : before), ...set };
}

function checkNumber(name: string, value: string, min: number, max: number): void {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max) throw invalidValue(name);
}

function invalidValue(name: string): AwsError {
  return sqsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
}

/** A numeric attribute of a queue; the default where it is not set. */
export function numberOf(attributes: QueueAttributes, name: string): number {
  return Number(attributes[name] ?? NUMBERS[name]?.default ?? 0);
}
