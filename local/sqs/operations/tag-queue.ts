import type { TagQueueCommandInput, TagQueueCommandOutput } from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Queues } from "../queues.ts";

/** Adds tags, or changes their values. */
export const tagQueue: Operation<Queues, Wire<TagQueueCommandInput>, Wire<TagQueueCommandOutput>> = {
  name: "TagQueue",
  permissions: (input, queues) => queues.permission("TagQueue", input.QueueUrl),
  run: (input, _call, queues) => {
    const queue = queues.byUrl(input.QueueUrl);
    queue.tags = { ...queue.tags, ...input.Tags };
    queues.keep(queue);
    return {};
  },
};
