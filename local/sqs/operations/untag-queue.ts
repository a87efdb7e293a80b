import type { UntagQueueCommandInput, UntagQueueCommandOutput } from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Queues } from "../queues.ts";

/** Takes tags away. */
export const untagQueue: Operation<Queues, Wire<UntagQueueCommandInput>, Wire<UntagQueueCommandOutput>> = {
  name: "UntagQueue",
  permissions: (input, queues) => queues.permission("UntagQueue", input.QueueUrl),
  run: (input, _call, queues) => {
    const queue = queues.byUrl(input.QueueUrl);
    const gone = new Set(input.TagKeys ?? []);
    queue.tags = Object.fromEntries(Object.entries(queue.tags).filter(([key]) => !gone.has(key)));
    queues.keep(queue);
    return {};
  },
};
