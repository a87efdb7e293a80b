import type { SetQueueAttributesCommandInput, SetQueueAttributesCommandOutput } from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkAttributes, type QueueAttributes, withEncryption } from "../attributes.ts";
import { missingParameter, sqsError } from "../errors.ts";
import type { Queues } from "../queues.ts";

/** The attributes that are taken away by setting them to empty text. */
const REMOVABLE = ["Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId"];

/** Changes attributes; in force at once (AWS takes up to a minute). */
export const setQueueAttributes: Operation<
  Queues,
  Wire<SetQueueAttributesCommandInput>,
  Wire<SetQueueAttributesCommandOutput>
> = {
  name: "SetQueueAttributes",
  permissions: (input, queues) => queues.permission("SetQueueAttributes", input.QueueUrl),
  run: (input, _call, queues) => {
    const queue = queues.byUrl(input.QueueUrl);
    if (input.Attributes === undefined) throw missingParameter("Attribute.Name");
    const given: QueueAttributes = { ...input.Attributes };
    checkAttributes(given, queue.fifo);
    if (given["FifoQueue"] !== undefined && given["FifoQueue"] !== queue.attributes["FifoQueue"]) {
      throw sqsError(
        "InvalidAttributeValue",
        "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
      );
    }
    const changes = queues.withRedrivePolicy(queue, given);
    const merged: Record<string, string> = { ...withEncryption(queue.attributes, changes) };
    for (const name of REMOVABLE) if (merged[name] === "") delete merged[name];
    queue.attributes = merged;
    queue.modifiedAt = queues.environment.clock.now();
    queues.keep(queue);
    return {};
  },
};
