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
    const { FilterPolicy: filter, FilterPolicyScope: scope, ...others } = subscription.attributes;
    const filtered = filter !== undefined && filter !== "";
    return {
      Attributes: {
        SubscriptionPrincipal: `arn:${partition}:iam::${account}:root`,
        Owner: account,
        RawMessageDelivery: "false",
        ...(filtered ? { FilterPolicy: filter } : {}),
        TopicArn: subscription.topicArn,
        Endpoint: subscription.endpoint,
        // The scope shows only beside a policy.
        ...(filtered ? { FilterPolicyScope: scope || "MessageAttributes" } : {}),
        Protocol: subscription.protocol,
        PendingConfirmation: String(subscription.pending),
        ConfirmationWasAuthenticated: String(!subscription.pending),
        SubscriptionArn: subscription.arn,
        ...others,
      },
    } as Wire<GetSubscriptionAttributesCommandOutput>;
  },
};
