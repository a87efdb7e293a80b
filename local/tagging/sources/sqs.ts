import { isObject } from "../../json.ts";
import { listed, tagMap, textOf } from "../lists.ts";
import type { TagSource } from "../tagged-resource.ts";

/** Queues. */
export const sqs: TagSource = {
  service: "sqs",
  async *resources(ask) {
    for await (const url of listed(ask, "ListQueues", "QueueUrls", { input: { MaxResults: 1000 } })) {
      const { Attributes: attributes } = await ask("GetQueueAttributes", {
        QueueUrl: url,
        AttributeNames: ["QueueArn"],
      });
      const { Tags: tags } = await ask("ListQueueTags", { QueueUrl: url });
      yield { arn: textOf(isObject(attributes) ? attributes : undefined, "QueueArn"), tags: tagMap(tags) };
    }
  },
};
