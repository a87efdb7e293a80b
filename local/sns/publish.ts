import { createHash } from "node:crypto";
import { fanOut } from "./delivery.ts";
import { checkPublish, type Publication, type PublishRequest, toPublication } from "./publication.ts";
import type { Topic, Topics } from "./topics.ts";

/** How long a FIFO topic remembers a deduplication id, in milliseconds. */
const DEDUPLICATION_WINDOW = 5 * 60_000;

/** Publishes one checked message: of Publish, or an entry of PublishBatch. */
export function publishOne(
  topics: Topics,
  topic: Topic,
  request: PublishRequest,
): { MessageId: string; SequenceNumber?: string } {
  checkPublish(topic, request);
  const { duplicate, fifo } = sequenced(topics, topic, request);
  const publication = toPublication(topics.environment, topic, request, fifo);
  if (!duplicate) {
    const subscribers = topics.subscriptionsOf(topic);
    if (subscribers.length === 0) {
      topics.environment.log.info(
        `sns: message ${publication.id} of ${topic.name} reaches nobody: the topic has no subscription`,
      );
    }
    fanOut(topics, publication);
  }
  return { MessageId: publication.id, ...(fifo === undefined ? {} : { SequenceNumber: fifo.sequence }) };
}

function sequenced(
  topics: Topics,
  topic: Topic,
  request: PublishRequest,
): { duplicate: boolean; fifo: Publication["fifo"] } {
  if (topic.attributes["FifoTopic"] !== "true") return { duplicate: false, fifo: undefined };
  const now = topics.environment.clock.now();
  for (const [id, at] of topic.seen) {
    if (now - at < DEDUPLICATION_WINDOW) break;
    topic.seen.delete(id);
  }
  const content = createHash("sha256")
    .update(request.Message ?? "")
    .digest("hex");
  const deduplicationId = request.MessageDeduplicationId ?? content;
  const duplicate = topic.seen.has(deduplicationId);
  if (!duplicate) {
    topic.seen.set(deduplicationId, now);
    topic.sequence++;
  }
  const sequence = (10_000_000_000_000_000_000n + BigInt(topic.sequence) * 1000n).toString();
  return { duplicate, fifo: { groupId: request.MessageGroupId ?? "", deduplicationId, sequence } };
}
