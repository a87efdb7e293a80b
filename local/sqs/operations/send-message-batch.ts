import type {
  SendMessageBatchCommandInput,
  SendMessageBatchCommandOutput,
  SendMessageBatchRequestEntry,
} from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { runBatch } from "../batch.ts";
import { noDeduplicationId, sqsError } from "../errors.ts";
import { sizeOf } from "../message.ts";
import type { Queue } from "../queue.ts";
import type { Queues } from "../queues.ts";
import { send } from "../send.ts";

/** All messages of a batch together may have this many bytes. */
const LARGEST_BATCH = 1_048_576;

/** Puts up to ten messages into a queue; judged by the permission of SendMessage, for there is no other. */
export const sendMessageBatch: Operation<
  Queues,
  Wire<SendMessageBatchCommandInput>,
  Wire<SendMessageBatchCommandOutput>
> = {
  name: "SendMessageBatch",
  permissions: (input, queues) => queues.permission("SendMessage", input.QueueUrl),
  run: (input, call, queues) => {
    const queue = queues.byUrl(input.QueueUrl);
    const entries = input.Entries ?? [];
    if (queue.fifo) checkFifoEntries(queue, entries);
    const size = entries.reduce(
      (sum, entry) => sum + sizeOf(entry.MessageBody ?? "", entry.MessageAttributes ?? {}),
      0,
    );
    if (size > LARGEST_BATCH) {
      throw sqsError(
        "BatchRequestTooLong",
        `Batch requests cannot be longer than ${LARGEST_BATCH} bytes. You have sent ${size} bytes.`,
      );
    }
    return runBatch(entries, "SendMessageBatchRequestEntry", (entry) =>
      send(queues, queue, entry, call.caller),
    ) as Wire<SendMessageBatchCommandOutput>;
  },
};

/** What every message of a FIFO queue needs fails the whole batch, not the entry without it. */
function checkFifoEntries(queue: Queue, entries: readonly Wire<SendMessageBatchRequestEntry>[]): void {
  const byContent = queue.attributes["ContentBasedDeduplication"] === "true";
  if (!byContent && entries.some((entry) => entry.MessageDeduplicationId === undefined)) throw noDeduplicationId();
  if (entries.some((entry) => entry.MessageGroupId === undefined)) {
    throw sqsError("InvalidParameterValueException", "The request must contain the parameter MessageGroupId.");
  }
}
