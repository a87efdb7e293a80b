import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { taggedTopic, toTags } from "../tags.ts";
import type { Topics } from "../topics.ts";

/** Adds tags to a topic. */
export const tagResource: Operation<Topics, Wire<TagResourceCommandInput>, Wire<TagResourceCommandOutput>> = {
  name: "TagResource",
  permissions: (input, topics) => topics.permission("TagResource", input.ResourceArn),
  run: (input, _call, topics) => {
    const topic = taggedTopic(topics, input.ResourceArn);
    topic.tags = { ...topic.tags, ...toTags(input.Tags) };
    topics.keep(topic);
    return {} as Wire<TagResourceCommandOutput>;
  },
};
