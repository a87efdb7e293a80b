import type { ListSubscriptionsCommandInput, ListSubscriptionsCommandOutput } from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { page } from "../page.ts";
import type { Subscription, Topics } from "../topics.ts";

/** The account's subscriptions, a hundred a page. */
export const listSubscriptions: Operation<
  Topics,
  Wire<ListSubscriptionsCommandInput>,
  Wire<ListSubscriptionsCommandOutput>
> = {
  name: "ListSubscriptions",
  permissions: () => [{ action: "sns:ListSubscriptions", resource: "*" }],
  run: (input, _call, topics) =>
    presentPage(topics.allSubscriptions(), input.NextToken, topics) as Wire<ListSubscriptionsCommandOutput>,
};

/** A page of subscriptions as both listings show it. */
export function presentPage(all: readonly Subscription[], token: string | undefined, topics: Topics): object {
  const { items, next } = page(all, token);
  return {
    Subscriptions: items.map((subscription) => ({
      SubscriptionArn: subscription.pending ? "PendingConfirmation" : subscription.arn,
      Owner: topics.environment.scope.account,
      Protocol: subscription.protocol,
      Endpoint: subscription.endpoint,
      TopicArn: subscription.topicArn,
    })),
    ...(next === undefined ? {} : { NextToken: next }),
  };
}
