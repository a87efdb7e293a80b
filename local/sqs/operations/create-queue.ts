import type { CreateQueueCommandInput, CreateQueueCommandOutput } from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkAttributes, type QueueAttributes } from "../attributes.ts";
import { noQueueName, sqsError } from "../errors.ts";
import type { Queues } from "../queues.ts";

/** Makes a queue, or answers the URL of one that has the same name and attributes. */
export const createQueue: Operation<Queues, Wire<CreateQueueCommandInput>, Wire<CreateQueueCommandOutput>> = {
  name: "CreateQueue",
  permissions: (input, queues) => queues.permission("CreateQueue", input.QueueName),
  run: (input, _call, queues) => {
    const name = input.QueueName;
    if (name === undefined) throw noQueueName();
    if (name === "") throw sqsError("InvalidParameterValueException", "Queue name cannot be empty");
    const given: QueueAttributes = { ...input.Attributes };
    const fifo = given["FifoQueue"] === "true";
    checkName(name, fifo);
    checkAttributes(given, fifo);
    const attributes = queues.withRedrivePolicy({ arn: queues.arnOf(name), fifo }, given);
    const existing = queues.byName(name);
    if (existing === undefined) return { QueueUrl: queues.create(name, attributes, input.tags ?? {}).url };

    const different = Object.keys(attributes).find((key) => existing.attributes[key] !== attributes[key]);
    if (different !== undefined) {
      throw sqsError(
        "QueueNameExists",
        `A queue already exists with the same name and a different value for attribute ${different}`,
      );
    }
    return { QueueUrl: existing.url };
  },
};

function checkName(name: string, fifo: boolean): void {
  if (fifo && !name.endsWith(".fifo")) {
    throw sqsError(
      "InvalidParameterValueException",
      "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
    );
  }
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(fifo ? name.slice(0, -".fifo".length) : name) || name.length > 80) {
    throw sqsError(
      "InvalidParameterValueException",
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    );
  }
}
