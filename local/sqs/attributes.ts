import type { AwsError } from "../aws/error.ts";
import { isObject, type Json } from "../json.ts";
import { invalidParameter, sqsError } from "./errors.ts";

/** A queue's settable attributes, as text, the way SQS keeps and shows them. */
export type QueueAttributes = Readonly<Record<string, string>>;

/** Ranges and defaults of the numeric attributes (aws-services.md §3.1; SetQueueAttributes in the API reference). */
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
  FifoQueue: ["true"],
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

/** The attributes a queue has when nobody sets any. */
export const DEFAULTS: QueueAttributes = {
  VisibilityTimeout: "30",
  MaximumMessageSize: "1048576",
  MessageRetentionPeriod: "345600",
  DelaySeconds: "0",
  ReceiveMessageWaitTimeSeconds: "0",
  SqsManagedSseEnabled: "true",
};

/** What a dead-letter queue policy says. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Every name that SetQueueAttributes takes. */
export function isSettable(name: string): boolean {
  return (
    name in NUMBERS || name in ENUMS || FREE_TEXT.has(name) || name === "RedrivePolicy" || name === "RedriveAllowPolicy"
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
    const range = NUMBERS[name];
    if (range !== undefined) checkNumber(name, value, range.min, range.max);
    const allowed = ENUMS[name];
    if (allowed !== undefined && !allowed.includes(value)) throw invalidValue(name);
    if (name === "RedrivePolicy") parseRedrivePolicy(value);
    if (name === "RedriveAllowPolicy" || name === "Policy") parseObject(name, value);
  }
}

function checkNumber(name: string, value: string, min: number, max: number): void {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max) throw invalidValue(name);
}

function invalidValue(name: string): AwsError {
  return sqsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
}

/**
 * Reads a redrive policy; empty text means none.
 *
 * @throws AwsError `InvalidParameterValue` when it is not the JSON it must be. A count may be a number or text.
 */
export function parseRedrivePolicy(text: string | undefined): RedrivePolicy | undefined {
  if (text === undefined || text === "") return undefined;
  const policy = parseObject("RedrivePolicy", text);
  const target = policy["deadLetterTargetArn"];
  const count = policy["maxReceiveCount"];
  if (typeof target !== "string" || count === undefined) {
    throw invalidParameter(
      text,
      "RedrivePolicy",
      "Redrive policy does not contain mandatory attribute: " +
        (typeof target === "string" ? "maxReceiveCount." : "deadLetterTargetArn."),
    );
  }
  const maxReceiveCount = Number(count);
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > 1000) {
    throw invalidParameter(
      text,
      "RedrivePolicy",
      `Invalid value for maxReceiveCount: ${String(count)}, valid values are from 1 to 1000 both inclusive.`,
    );
  }
  return { deadLetterTargetArn: target, maxReceiveCount };
}

function parseObject(name: string, text: string): Readonly<Record<string, Json | undefined>> {
  if (text === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!isObject(value)) {
    if (name === "Policy") throw invalidValue(name);
    throw invalidParameter(
      text,
      name,
      `${name === "RedrivePolicy" ? "Redrive policy" : "Redrive allow policy"} is not a valid JSON map.`,
    );
  }
  return value;
}

/** A numeric attribute of a queue; the default where it is not set. */
export function numberOf(attributes: QueueAttributes, name: string): number {
  return Number(attributes[name] ?? NUMBERS[name]?.default ?? 0);
}
