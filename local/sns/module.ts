import { AwsError } from "../aws/error.ts";
import { defineService } from "../aws/service.ts";
import type { CreateModule } from "../module.ts";
import { topicHandlers } from "../provider/resources/sns.ts";
import { createTopic } from "./operations/create-topic.ts";
import { deleteTopic } from "./operations/delete-topic.ts";
import { getSubscriptionAttributes } from "./operations/get-subscription-attributes.ts";
import { getTopicAttributes } from "./operations/get-topic-attributes.ts";
import { listSubscriptions } from "./operations/list-subscriptions.ts";
import { listSubscriptionsByTopic } from "./operations/list-subscriptions-by-topic.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTopics } from "./operations/list-topics.ts";
import { publish } from "./operations/publish.ts";
import { publishBatch } from "./operations/publish-batch.ts";
import { setSubscriptionAttributes } from "./operations/set-subscription-attributes.ts";
import { setTopicAttributes } from "./operations/set-topic-attributes.ts";
import { subscribe } from "./operations/subscribe.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { unsubscribe } from "./operations/unsubscribe.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { Topics } from "./topics.ts";

/**
 * Amazon SNS: topics, subscriptions and deliveries to queues and functions. Written here for the same reasons as
 * SQS: the clock, the storage and the permissions are the runtime's.
 */
export const createSns: CreateModule = (environment) => ({
  services: [
    defineService(
      {
        id: "sns",
        wire: {
          protocol: "query",
          signingName: "sns",
          version: "2010-03-31",
          xmlns: "http://sns.amazonaws.com/doc/2010-03-31/",
          maps: ["Attributes", "MessageAttributes"],
          booleans: ["ReturnSubscriptionArn"],
          lists: ["ActionName", "AWSAccountId", "PublishBatchRequestEntries", "TagKeys", "Tags"],
        },
        // SNS spells its prefix in capitals in its refusals.
        denied: (message, { action }) =>
          new AwsError("AuthorizationError", message.replaceAll(action, action.replace(/^sns:/, "SNS:")), {
            status: 403,
          }),
      },
      new Topics(environment),
      [
        createTopic,
        deleteTopic,
        getSubscriptionAttributes,
        getTopicAttributes,
        listSubscriptions,
        listSubscriptionsByTopic,
        listTagsForResource,
        listTopics,
        publish,
        publishBatch,
        setSubscriptionAttributes,
        setTopicAttributes,
        subscribe,
        tagResource,
        unsubscribe,
        untagResource,
      ],
    ),
  ],
  handlers: topicHandlers,
});
