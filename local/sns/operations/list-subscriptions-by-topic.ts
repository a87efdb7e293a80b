import type { ListSubscriptionsByTopicCommandInput, ListSubscriptionsByTopicCommandOutput } from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Topics } from "../topics.ts";
import { presentPage } from "./list-subscriptions.ts";

/** A topic's subscriptions, a hundred a page. */
export const listSubscriptionsByTopic: Operation<
  Topics,
  Wire<ListSubscriptionsByTopicCommandInput>,
  Wire<ListSubscriptionsByTopicCommandOutput>
> = {
  name: "ListSubscriptionsByTopic",
  permissions: (input, topics) => topics.permission("ListSubscriptionsByTopic", input.TopicArn),
  run: (input, _call, topics) => {
    const subscriptions = topics.subscriptionsOf(topics.get(input.TopicArn));
    return presentPage(subscriptions, input.NextToken, topics) as Wire<ListSubscriptionsByTopicCommandOutput>;
  },
};
