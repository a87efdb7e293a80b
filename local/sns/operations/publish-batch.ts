import type { BatchResultErrorEntry, PublishBatchCommandInput, PublishBatchCommandOutput } from "@aws-sdk/client-sns";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { LARGEST_MESSAGE, sizeOf } from "../publication.ts";
import { publishOne } from "../publish.ts";
import type { Topics } from "../topics.ts";

const MOST_ENTRIES = 10;

/** Publishes up to ten messages, each of which succeeds or fails for itself; judged by the permission of Publish. */
export const publishBatch: Operation<Topics, Wire<PublishBatchCommandInput>, Wire<PublishBatchCommandOutput>> = {
  name: "PublishBatch",
  permissions: (input, topics) => topics.permission("Publish", input.TopicArn),
  run: (input, _call, topics) => {
    const topic = topics.get(input.TopicArn);
    const entries = input.PublishBatchRequestEntries ?? [];
    if (entries.length === 0) throw new AwsError("EmptyBatchRequest", "The batch request doesn't contain any entries.");
    if (entries.length > MOST_ENTRIES) {
      throw new AwsError("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.");
    }
    if (new Set(entries.map((entry) => entry.Id)).size !== entries.length) {
      throw new AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
    }
    if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > LARGEST_MESSAGE) {
      throw new AwsError(
        "BatchRequestTooLong",
        "The length of all the batch messages put together is more than the limit.",
      );
    }
    const successful: object[] = [];
    const failed: Wire<BatchResultErrorEntry>[] = [];
    for (const entry of entries) {
      try {
        successful.push({ Id: entry.Id, ...publishOne(topics, topic, entry) });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: true });
      }
    }
    return { Successful: successful, Failed: failed } as unknown as Wire<PublishBatchCommandOutput>;
  },
};
