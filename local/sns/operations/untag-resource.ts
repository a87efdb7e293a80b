import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { taggedTopic } from "../tags.ts";
import type { Topics } from "../topics.ts";

/** Takes tags off a topic. */
export const untagResource: Operation<Topics, Wire<UntagResourceCommandInput>, Wire<UntagResourceCommandOutput>> = {
  name: "UntagResource",
  permissions: (input, topics) => topics.permission("UntagResource", input.ResourceArn),
  run: (input, _call, topics) => {
    const topic = taggedTopic(topics, input.ResourceArn);
    const gone = new Set(input.TagKeys ?? []);
    topic.tags = Object.fromEntries(Object.entries(topic.tags).filter(([key]) => !gone.has(key)));
    topics.keep(topic);
    return {} as Wire<UntagResourceCommandOutput>;
  },
};
