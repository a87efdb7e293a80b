import { listed, tagMap, textOf } from "../lists.ts";
import type { TagSource } from "../tagged-resource.ts";

/** Log groups. */
export const logs: TagSource = {
  service: "logs",
  async *resources(ask) {
    for await (const group of listed(ask, "DescribeLogGroups", "logGroups", { token: "nextToken" })) {
      const arn = textOf(group, "logGroupArn");
      const { tags } = await ask("ListTagsForResource", { resourceArn: arn });
      yield { arn, tags: tagMap(tags) };
    }
  },
};
