import { listed, tagList, textOf } from "../lists.ts";
import type { TagSource } from "../tagged-resource.ts";

/** Topics. */
export const sns: TagSource = {
  service: "sns",
  async *resources(ask) {
    for await (const item of listed(ask, "ListTopics", "Topics")) {
      const arn = textOf(item, "TopicArn");
      const { Tags: tags } = await ask("ListTagsForResource", { ResourceArn: arn });
      yield { arn, tags: tagList(tags) };
    }
  },
};
