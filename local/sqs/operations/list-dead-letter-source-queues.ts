import type {
  ListDeadLetterSourceQueuesCommandInput,
  ListDeadLetterSourceQueuesCommandOutput,
} from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Queues } from "../queues.ts";
import { parseRedrivePolicy } from "../redrive-policy.ts";

/** The queues whose dead letters come here. */
export const listDeadLetterSourceQueues: Operation<
  Queues,
  Wire<ListDeadLetterSourceQueuesCommandInput>,
  Wire<ListDeadLetterSourceQueuesCommandOutput>
> = {
  name: "ListDeadLetterSourceQueues",
  permissions: (input, queues) => queues.permission("ListDeadLetterSourceQueues", input.QueueUrl),
  run: (input, _call, queues) => {
    const target = queues.byUrl(input.QueueUrl).arn;
    const sources = queues
      .all()
      .filter((queue) => parseRedrivePolicy(queue.attributes["RedrivePolicy"])?.deadLetterTargetArn === target);
    return { queueUrls: sources.map((queue) => queue.url) } as Wire<ListDeadLetterSourceQueuesCommandOutput>;
  },
};
