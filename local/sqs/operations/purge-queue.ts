import type { PurgeQueueCommandInput, PurgeQueueCommandOutput } from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { sqsError } from "../errors.ts";
import type { Queues } from "../queues.ts";

/** How long after a purge another is refused, in milliseconds. */
const PURGE_INTERVAL = 60_000;

/** Deletes every message of a queue. */
export const purgeQueue: Operation<Queues, Wire<PurgeQueueCommandInput>, Wire<PurgeQueueCommandOutput>> = {
  name: "PurgeQueue",
  permissions: (input, queues) => queues.permission("PurgeQueue", input.QueueUrl),
  run: (input, _call, queues) => {
    const queue = queues.byUrl(input.QueueUrl);
    const now = queues.environment.clock.now();
    if (now - queue.purgedAt < PURGE_INTERVAL) {
      throw sqsError(
        "PurgeQueueInProgress",
        `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
      );
    }
    queue.purgedAt = now;
    queue.purge();
    return {};
  },
};
