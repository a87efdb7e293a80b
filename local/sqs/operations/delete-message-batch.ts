import type { DeleteMessageBatchCommandInput, DeleteMessageBatchCommandOutput } from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { runBatch } from "../batch.ts";
import { missingHandle } from "../errors.ts";
import type { Queues } from "../queues.ts";

/** Deletes up to ten messages; judged by the permission of DeleteMessage. */
export const deleteMessageBatch: Operation<
  Queues,
  Wire<DeleteMessageBatchCommandInput>,
  Wire<DeleteMessageBatchCommandOutput>
> = {
  name: "DeleteMessageBatch",
  permissions: (input, queues) => queues.permission("DeleteMessage", input.QueueUrl),
  run: (input, _call, queues) => {
    const queue = queues.byUrl(input.QueueUrl);
    return runBatch(input.Entries, "DeleteMessageBatchRequestEntry", (entry) => {
      if (entry.ReceiptHandle === undefined) throw missingHandle();
      queue.delete(entry.ReceiptHandle);
      return {};
    }) as Wire<DeleteMessageBatchCommandOutput>;
  },
};
