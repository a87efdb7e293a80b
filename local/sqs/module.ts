import { type About, defineService } from "../aws/service.ts";
import type { CreateModule } from "../module.ts";
import { queueHandlers } from "../provider/resources/sqs.ts";
import { sqsError } from "./errors.ts";
import { changeMessageVisibility } from "./operations/change-message-visibility.ts";
import { changeMessageVisibilityBatch } from "./operations/change-message-visibility-batch.ts";
import { createQueue } from "./operations/create-queue.ts";
import { deleteMessage } from "./operations/delete-message.ts";
import { deleteMessageBatch } from "./operations/delete-message-batch.ts";
import { deleteQueue } from "./operations/delete-queue.ts";
import { getQueueAttributes } from "./operations/get-queue-attributes.ts";
import { getQueueUrl } from "./operations/get-queue-url.ts";
import { listDeadLetterSourceQueues } from "./operations/list-dead-letter-source-queues.ts";
import { listQueueTags } from "./operations/list-queue-tags.ts";
import { listQueues } from "./operations/list-queues.ts";
import { purgeQueue } from "./operations/purge-queue.ts";
import { receiveMessage } from "./operations/receive-message.ts";
import { sendMessage } from "./operations/send-message.ts";
import { sendMessageBatch } from "./operations/send-message-batch.ts";
import { setQueueAttributes } from "./operations/set-queue-attributes.ts";
import { tagQueue } from "./operations/tag-queue.ts";
import { untagQueue } from "./operations/untag-queue.ts";
import { Queues } from "./queues.ts";

const ABOUT: About = {
  id: "sqs",
  wire: {
    protocol: "json",
    version: "1.0",
    targetPrefix: "AmazonSQS",
    signingName: "sqs",
    query: {
      signingName: "sqs",
      version: "2012-11-05",
      xmlns: "http://queue.amazonaws.com/doc/2012-11-05/",
      maps: ["Attributes", "MessageAttributes", "MessageSystemAttributes", "Tags"],
      flattened: true,
      names: {
        Attribute: "Attributes",
        AttributeName: "AttributeNames",
        ChangeMessageVisibilityBatchRequestEntry: "Entries",
        DeleteMessageBatchRequestEntry: "Entries",
        Message: "Messages",
        MessageAttribute: "MessageAttributes",
        MessageAttributeName: "MessageAttributeNames",
        MessageSystemAttribute: "MessageSystemAttributes",
        MessageSystemAttributeName: "MessageSystemAttributeNames",
        SendMessageBatchRequestEntry: "Entries",
        Tag: "Tags",
        TagKey: "TagKeys",
      },
      elements: {
        QueueUrls: "QueueUrl",
        "Tags.Name": "Key",
        Failed: "BatchResultErrorEntry",
        "ChangeMessageVisibilityBatch.Successful": "ChangeMessageVisibilityBatchResultEntry",
        "DeleteMessageBatch.Successful": "DeleteMessageBatchResultEntry",
        "SendMessageBatch.Successful": "SendMessageBatchResultEntry",
      },
      numbers: ["DelaySeconds", "MaxNumberOfMessages", "MaxResults", "WaitTimeSeconds"],
      pathMember: "QueueUrl",
    },
  },
  // SQS spells the action in lower case in its refusals.
  denied: (message, { action }) => sqsError("AccessDeniedException", message.replaceAll(action, action.toLowerCase())),
};

const OPERATIONS = [
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  createQueue,
  deleteMessage,
  deleteMessageBatch,
  deleteQueue,
  getQueueAttributes,
  getQueueUrl,
  listDeadLetterSourceQueues,
  listQueueTags,
  listQueues,
  purgeQueue,
  receiveMessage,
  sendMessage,
  sendMessageBatch,
  setQueueAttributes,
  tagQueue,
  untagQueue,
] as const;

/**
 * Amazon SQS. Written here rather than taken from a library: the queues must run on the runtime's clock, keep their
 * messages in its storage and be judged by its permissions, none of which the embeddable emulators allow from outside.
 */
export const createSqs: CreateModule = (environment) => {
  const queues = new Queues(environment);
  return {
    services: [defineService(ABOUT, queues, OPERATIONS)],
    handlers: queueHandlers,
    stop: async () => {
      for (const queue of queues.all()) queue.close();
    },
  };
};
