import type {
  GetSubscriptionAttributesCommandInput,
  GetSubscriptionAttributesCommandOutput,
} from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Topics } from "../topics.ts";

/** A subscription's attributes, the computed ones included. */
export const getSubscriptionAttributes: Operation<
  Topics,
  Wire<GetSubscriptionAttributesCommandInput>,
  Wire<GetSubscriptionAttributesCommandOutput>
> = {
  name: "GetSubscriptionAttributes",
  permissions: (input) => [{ action: "sns:GetSubscriptionAttributes", resource: input.SubscriptionArn ?? "*" }],
  run: (input, _call, topics) => {
    const subscription = topics.subscription(input.SubscriptionArn);
    const { account, partition } = topics.environment.scope;
    return {
      Attributes: {
        RawMessageDelivery: "false",
        ...subscription.attributes,
        SubscriptionArn: subscription.arn,
        TopicArn: subscription.topicArn,
        Protocol: subscription.protocol,
        Endpoint: subscription.endpoint,
        Owner: account,
        PendingConfirmation: String(subscription.pending),
        ConfirmationWasAuthenticated: String(!subscription.pending),
        SubscriptionPrincipal: `arn:${partition}:iam::${account}:root`,
      },
    } as Wire<GetSubscriptionAttributesCommandOutput>;
  },
};
