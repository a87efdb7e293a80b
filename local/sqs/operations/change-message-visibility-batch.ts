import type {
  ChangeMessageVisibilityBatchCommandInput,
  ChangeMessageVisibilityBatchCommandOutput,
} from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { runBatch } from "../batch.ts";
import type { Queues } from "../queues.ts";
import { changeVisibility } from "./change-message-visibility.ts";

/** Up to ten changes of visibility; judged by the permission of ChangeMessageVisibility. */
export const changeMessageVisibilityBatch: Operation<
  Queues,
  Wire<ChangeMessageVisibilityBatchCommandInput>,
  Wire<ChangeMessageVisibilityBatchCommandOutput>
> = {
  name: "ChangeMessageVisibilityBatch",
  permissions: (input, queues) => queues.permission("ChangeMessageVisibility", input.QueueUrl),
  run: (input, _call, queues) => {
    const queue = queues.byUrl(input.QueueUrl);
    return runBatch(input.Entries, "ChangeMessageVisibilityBatchRequestEntry", (entry) => {
      changeVisibility(queue, entry);
      return {};
    }) as Wire<ChangeMessageVisibilityBatchCommandOutput>;
  },
};
