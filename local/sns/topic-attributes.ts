import { parseObject } from "../json.ts";
import { invalidParameter } from "./errors.ts";
import type { Attributes } from "./topics.ts";

/** What SetTopicAttributes sets (API reference); that a topic is a FIFO topic is said only when it is made. */
const SETTABLE =
  /^(Policy|DisplayName|DeliveryPolicy|KmsMasterKeyId|SignatureVersion|TracingConfig|ContentBasedDeduplication|FifoThroughputScope|ArchivePolicy|(Application|Firehose|HTTP|Lambda|SQS)(Success|Failure)Feedback(RoleArn|SampleRate))$/;

/** Whether SNS has a topic attribute of that name that can be set. */
export function isTopicAttribute(name: string): boolean {
  return SETTABLE.test(name);
}

/**
 * Checks what a new topic is given.
 *
 * @throws AwsError `InvalidParameter` (hashicorp/terraform-provider-aws#22282 has the words).
 */
export function checkNewAttributes(attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== "FifoTopic" && !isTopicAttribute(name)) {
      throw invalidParameter(`Attributes Reason: Unknown attribute ${name}`);
    }
    checkTopicPolicy(name, value);
  }
}

/** @throws AwsError `InvalidParameter` for a policy that is no JSON object. */
export function checkTopicPolicy(name: string, value: string): void {
  if (name === "Policy" && value !== "" && parseObject(value) === undefined) {
    throw invalidParameter("Policy Error: null");
  }
}

/** Attributes with one of them set: one that is set to empty text is not there any more. */
export function withAttribute(attributes: Attributes, name: string, value: string): Attributes {
  const { [name]: _, ...others } = attributes;
  return value === "" ? others : { ...others, [name]: value };
}
