import type { SubscribeCommandInput, SubscribeCommandOutput } from "@aws-sdk/client-sns";
import type { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import { own, type Wire } from "../../json.ts";
import { invalidParameter } from "../errors.ts";
import { compileFilterPolicy } from "../filter-policy.ts";
import { checkSubscriptionAttribute, keptAttribute } from "../subscription-attributes.ts";
import type { Attributes, Topics } from "../topics.ts";

/** Protocols that deliver here. */
const DELIVERED: Readonly<Record<string, RegExp>> = {
  sqs: /^arn:[^:]+:sqs:[^:]+:\d{12}:.+$/,
  lambda: /^arn:[^:]+:lambda:[^:]+:\d{12}:function:.+$/,
};
/** Protocols whose subscriptions stay pending until a person confirms them, which nobody can do here. */
const PENDING = ["email", "email-json", "sms"];
/** Protocols that only AWS serves. */
const ELSEWHERE = ["http", "https", "application", "firehose"];

/** Subscribes an endpoint to a topic; the same one again answers the same ARN. */
export const subscribe: Operation<Topics, Wire<SubscribeCommandInput>, Wire<SubscribeCommandOutput>> = {
  name: "Subscribe",
  permissions: (input, topics) => topics.permission("Subscribe", input.TopicArn),
  run: (input, _call, topics) => {
    const topic = topics.get(input.TopicArn);
    const protocol = input.Protocol ?? "";
    const endpoint = input.Endpoint ?? "";
    const pending = PENDING.includes(protocol);
    const delivered = own(DELIVERED, protocol);
    const { log, ids } = topics.environment;
    if (!pending && delivered === undefined) {
      throw invalidParameter(
        `Amazon SNS does not support this protocol string: ${protocol}${
          ELSEWHERE.includes(protocol) ? ` (the local runtime delivers to ${Object.keys(DELIVERED).join(" and ")})` : ""
        }`,
      );
    }
    // FIFO topics deliver to queues only (SNSDG/fifo-message-delivery; hashicorp/terraform-provider-aws#38441 has the words).
    if (protocol !== "sqs" && topic.name.endsWith(".fifo")) {
      throw invalidParameter(`Invalid protocol type: ${protocol}`);
    }
    if (delivered?.test(endpoint) === false) {
      throw invalidParameter(protocol === "sqs" ? "SQS endpoint ARN" : "Lambda endpoint ARN");
    }
    if (endpoint.endsWith(".fifo") && !topic.name.endsWith(".fifo")) {
      throw invalidParameter(
        "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
      );
    }
    const given = Object.entries((input.Attributes ?? {}) as Attributes);
    const attributes = Object.fromEntries(given.map(([name, value]) => [name, keptAttribute(name, value)]));
    for (const [name, value] of Object.entries(attributes)) {
      checkSubscriptionAttribute(name, value, { topicArn: topic.arn, endpoint }, refuse);
    }
    const filter = compileFilterPolicy(attributes, refuse);
    const existing = topics
      .subscriptionsOf(topic)
      .find((subscription) => subscription.protocol === protocol && subscription.endpoint === endpoint);
    if (existing !== undefined) {
      const different = Object.entries(attributes).some(([name, value]) => existing.attributes[name] !== value);
      if (different) throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
      return { SubscriptionArn: shown(existing.arn, pending, input) } as Wire<SubscribeCommandOutput>;
    }
    if (pending)
      log.info(
        `sns: ${protocol} to ${endpoint} is kept as a pending subscription of ${topic.name}; nothing is sent to people from here`,
      );
    const arn = `${topic.arn}:${ids.uuid()}`;
    topics.subscribe({ arn, topicArn: topic.arn, protocol, endpoint, pending, attributes, filter });
    return { SubscriptionArn: shown(arn, pending, input) } as Wire<SubscribeCommandOutput>;
  },
};

function refuse(what: string): AwsError {
  return invalidParameter(`Attributes Reason: ${what}`);
}

function shown(arn: string, pending: boolean, input: Wire<SubscribeCommandInput>): string {
  return pending && input.ReturnSubscriptionArn !== true ? "pending confirmation" : arn;
}
