import type { ListQueueTagsCommandInput, ListQueueTagsCommandOutput } from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Queues } from "../queues.ts";

/** A queue's tags. */
export const listQueueTags: Operation<Queues, Wire<ListQueueTagsCommandInput>, Wire<ListQueueTagsCommandOutput>> = {
  name: "ListQueueTags",
  permissions: (input, queues) => queues.permission("ListQueueTags", input.QueueUrl),
  run: (input, _call, queues) => {
    const { tags } = queues.byUrl(input.QueueUrl);
    return (Object.keys(tags).length === 0 ? {} : { Tags: { ...tags } }) as Wire<ListQueueTagsCommandOutput>;
  },
};
