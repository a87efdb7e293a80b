import type { AwsError } from "../aws/error.ts";
import { parseObject } from "../json.ts";

const SCOPES = ["MessageAttributes", "MessageBody"];

/** A subscription that an attribute is for. */
interface Subscribed {
  readonly topicArn: string;
  readonly endpoint: string;
}

/**
 * Checks one attribute but for the filter policy itself, which is compiled with its scope.
 *
 * @param refuse words a refusal for the operation under way.
 * @throws AwsError `InvalidParameter` for an attribute that SNS would refuse (Subscribe in the API reference).
 */
export function checkSubscriptionAttribute(
  name: string,
  value: string,
  subscribed: Subscribed,
  refuse: (what: string) => AwsError,
): void {
  switch (name) {
    case "FilterPolicy":
    case "SubscriptionRoleArn":
      return;
    case "FilterPolicyScope":
      if (value === "" || SCOPES.includes(value)) return;
      throw refuse(`FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`);
    case "RawMessageDelivery":
      if (/^(true|false)$/i.test(value)) return;
      throw refuse(`RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
    case "RedrivePolicy":
      checkRedrivePolicy(value, subscribed, refuse);
      return;
    case "DeliveryPolicy":
      if (value !== "" && parseObject(value) === undefined) throw refuse("DeliveryPolicy: failed to parse JSON.");
      return;
    default:
      throw refuse("AttributeName");
  }
}

/** An attribute as SNS keeps it. */
export function keptAttribute(name: string, value: string): string {
  return name === "RawMessageDelivery" ? value.toLowerCase() : value;
}

function checkRedrivePolicy(
  text: string,
  { topicArn, endpoint }: Subscribed,
  refuse: (what: string) => AwsError,
): void {
  if (text === "") return;
  const policy = parseObject(text);
  if (policy === undefined) throw refuse("RedrivePolicy: failed to parse JSON.");
  const target = policy["deadLetterTargetArn"];
  if (typeof target !== "string" || target.split(":").length < 6) {
    throw refuse("RedrivePolicy: deadLetterTargetArn is an invalid arn");
  }
  const allFifo = topicArn.endsWith(".fifo") && endpoint.endsWith(".fifo");
  if (allFifo && !/^arn:[^:]+:sqs:.*\.fifo$/.test(target)) {
    throw refuse("RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.");
  }
}
