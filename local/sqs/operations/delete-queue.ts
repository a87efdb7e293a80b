import type { DeleteQueueCommandInput, DeleteQueueCommandOutput } from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Queues } from "../queues.ts";

/** Removes a queue with everything in it. Its name is free again at once; AWS blocks it for a minute. */
export const deleteQueue: Operation<Queues, Wire<DeleteQueueCommandInput>, Wire<DeleteQueueCommandOutput>> = {
  name: "DeleteQueue",
  permissions: (input, queues) => queues.permission("DeleteQueue", input.QueueUrl),
  run: (input, _call, queues) => {
    queues.delete(queues.byUrl(input.QueueUrl));
    return {};
  },
};
