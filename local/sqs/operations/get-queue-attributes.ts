import type { GetQueueAttributesCommandInput, GetQueueAttributesCommandOutput } from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { isSettable, READ_ONLY } from "../attributes.ts";
import { sqsError } from "../errors.ts";
import type { Queue } from "../queue.ts";
import type { Queues } from "../queues.ts";

/** The attributes asked for; none when none are named. */
export const getQueueAttributes: Operation<
  Queues,
  Wire<GetQueueAttributesCommandInput>,
  Wire<GetQueueAttributesCommandOutput>
> = {
  name: "GetQueueAttributes",
  permissions: (input, queues) => queues.permission("GetQueueAttributes", input.QueueUrl),
  run: (input, _call, queues) => {
    const queue = queues.byUrl(input.QueueUrl);
    const names: readonly string[] = input.AttributeNames ?? [];
    const computed: readonly string[] = READ_ONLY;
    const unknown = names.find((name) => name !== "All" && !isSettable(name) && !computed.includes(name));
    if (unknown !== undefined) throw sqsError("InvalidAttributeName", `Unknown Attribute ${unknown}.`);
    const every = allAttributes(queue);
    const wanted = names.includes("All") ? Object.keys(every) : names;
    const found = wanted.flatMap((name) => (every[name] === undefined ? [] : [[name, every[name]] as const]));
    return (
      found.length === 0 ? {} : { Attributes: Object.fromEntries(found) }
    ) as Wire<GetQueueAttributesCommandOutput>;
  },
};

function allAttributes(queue: Queue): Readonly<Record<string, string>> {
  const { visible, notVisible, delayed } = queue.counts;
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(notVisible),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
    ...queue.attributes,
  };
}
