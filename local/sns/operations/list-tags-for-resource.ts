import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { taggedTopic } from "../tags.ts";
import type { Topics } from "../topics.ts";

/** A topic's tags. */
export const listTagsForResource: Operation<
  Topics,
  Wire<ListTagsForResourceCommandInput>,
  Wire<ListTagsForResourceCommandOutput>
> = {
  name: "ListTagsForResource",
  permissions: (input, topics) => topics.permission("ListTagsForResource", input.ResourceArn),
  run: (input, _call, topics) => {
    const { tags } = taggedTopic(topics, input.ResourceArn);
    return {
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Value, Key })),
    } as Wire<ListTagsForResourceCommandOutput>;
  },
};
