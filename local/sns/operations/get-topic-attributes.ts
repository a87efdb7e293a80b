import type { GetTopicAttributesCommandInput, GetTopicAttributesCommandOutput } from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Attributes, policyOf, type Topics } from "../topics.ts";

/** What deliveries over HTTP are tried like unless the topic says otherwise (SNSDG/sns-message-delivery-retries). */
const EFFECTIVE_DELIVERY_POLICY = JSON.stringify({
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: "linear",
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: "text/plain; charset=UTF-8" },
  },
});

/** A topic's attributes, the computed ones included. */
export const getTopicAttributes: Operation<
  Topics,
  Wire<GetTopicAttributesCommandInput>,
  Wire<GetTopicAttributesCommandOutput>
> = {
  name: "GetTopicAttributes",
  permissions: (input, topics) => topics.permission("GetTopicAttributes", input.TopicArn),
  run: (input, _call, topics) => {
    const topic = topics.get(input.TopicArn);
    const subscriptions = topics.subscriptionsOf(topic);
    const pending = subscriptions.filter((subscription) => subscription.pending).length;
    const { account } = topics.environment.scope;
    return {
      Attributes: inOrder({
        ...(topic.attributes["FifoTopic"] === "true" ? { ContentBasedDeduplication: "false" } : {}),
        ...topic.attributes,
        Policy: policyOf(topic, account),
        Owner: account,
        SubscriptionsPending: String(pending),
        TopicArn: topic.arn,
        EffectiveDeliveryPolicy: EFFECTIVE_DELIVERY_POLICY,
        SubscriptionsConfirmed: String(subscriptions.length - pending),
        DisplayName: topic.attributes["DisplayName"] ?? "",
        SubscriptionsDeleted: String(topic.deleted),
      }),
    } as Wire<GetTopicAttributesCommandOutput>;
  },
};

/** SNS's own order: whatever else there is comes last. */
const ORDER = [
  "Policy",
  "SignatureVersion",
  "Owner",
  "SubscriptionsPending",
  "KmsMasterKeyId",
  "TopicArn",
  "TracingConfig",
  "EffectiveDeliveryPolicy",
  "SubscriptionsConfirmed",
  "DisplayName",
  "DeliveryPolicy",
  "SubscriptionsDeleted",
];

function inOrder(attributes: Attributes): Attributes {
  const ordered = ORDER.flatMap((name) => (attributes[name] === undefined ? [] : [[name, attributes[name]] as const]));
  return { ...Object.fromEntries(ordered), ...attributes };
}
