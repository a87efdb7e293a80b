import type { GetQueueUrlCommandInput, GetQueueUrlCommandOutput } from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { noQueueName, noSuchQueue } from "../errors.ts";
import type { Queues } from "../queues.ts";

/** The URL of a queue by name. */
export const getQueueUrl: Operation<Queues, Wire<GetQueueUrlCommandInput>, Wire<GetQueueUrlCommandOutput>> = {
  name: "GetQueueUrl",
  permissions: (input, queues) => queues.permission("GetQueueUrl", input.QueueName),
  run: (input, _call, queues) => {
    if (input.QueueName === undefined || input.QueueName === "") throw noQueueName();
    const { QueueOwnerAWSAccountId: owner = queues.environment.scope.account } = input;
    const queue = queues.byName(input.QueueName);
    if (queue === undefined || owner !== queues.environment.scope.account) throw noSuchQueue();
    return { QueueUrl: queue.url };
  },
};
