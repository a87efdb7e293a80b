import { listed, tagList, textOf } from "../lists.ts";
import type { TagSource } from "../tagged-resource.ts";

/** Alarms; dashboards have no tags. */
export const monitoring: TagSource = {
  service: "monitoring",
  async *resources(ask) {
    for await (const alarm of listed(ask, "DescribeAlarms", "MetricAlarms")) {
      const arn = textOf(alarm, "AlarmArn");
      const { Tags: tags } = await ask("ListTagsForResource", { ResourceARN: arn });
      yield { arn, tags: tagList(tags) };
    }
  },
};
