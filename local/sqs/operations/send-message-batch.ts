import type { SendMessageBatchCommandInput, SendMessageBatchCommandOutput } from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { runBatch } from "../batch.ts";
import { sqsError } from "../errors.ts";
import { sizeOf } from "../message.ts";
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
