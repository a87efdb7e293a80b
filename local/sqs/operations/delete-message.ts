import type { DeleteMessageCommandInput, DeleteMessageCommandOutput } from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { missingHandle } from "../errors.ts";
import type { Queues } from "../queues.ts";

/** Deletes the message that a receipt handle stands for. */
export const deleteMessage: Operation<Queues, Wire<DeleteMessageCommandInput>, Wire<DeleteMessageCommandOutput>> = {
  name: "DeleteMessage",
  permissions: (input, queues) => queues.permission("DeleteMessage", input.QueueUrl),
  run: (input, _call, queues) => {
    const queue = queues.byUrl(input.QueueUrl);
    if (input.ReceiptHandle === undefined) throw missingHandle();
    queue.delete(input.ReceiptHandle);
    return {};
  },
};
