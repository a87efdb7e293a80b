import type { ChangeMessageVisibilityCommandInput, ChangeMessageVisibilityCommandOutput } from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { invalidParameter, missingHandle, missingParameter } from "../errors.ts";
import type { Queue } from "../queue.ts";
import type { Queues } from "../queues.ts";

/** Makes an in-flight message visible again later, or at once. */
export const changeMessageVisibility: Operation<
  Queues,
  Wire<ChangeMessageVisibilityCommandInput>,
  Wire<ChangeMessageVisibilityCommandOutput>
> = {
  name: "ChangeMessageVisibility",
  permissions: (input, queues) => queues.permission("ChangeMessageVisibility", input.QueueUrl),
  run: (input, _call, queues) => {
    changeVisibility(queues.byUrl(input.QueueUrl), input);
    return {};
  },
};

/** One change, of a request of its own or of a batch's entry. */
export function changeVisibility(
  queue: Queue,
  change: { readonly ReceiptHandle: string | undefined; readonly VisibilityTimeout?: number | undefined },
): void {
  if (change.ReceiptHandle === undefined) throw missingHandle();
  if (change.VisibilityTimeout === undefined) throw missingParameter("VisibilityTimeout");
  // A form of the Query protocol sends it as text, because a queue attribute has the same name.
  const seconds = Number(change.VisibilityTimeout);
  if (!(seconds >= 0 && seconds <= 43_200)) {
    throw invalidParameter(
      String(seconds),
      "VisibilityTimeout",
      "VisibilityTimeout must be an integer between 0 and 43200.",
    );
  }
  queue.changeVisibility(change.ReceiptHandle, seconds);
}
