import type { BatchResultErrorEntry, PublishBatchCommandInput, PublishBatchCommandOutput } from "@aws-sdk/client-sns";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { missing } from "../errors.ts";
import { LARGEST_MESSAGE, sizeOf } from "../publication.ts";
import { publishOne } from "../publish.ts";
import type { Topics } from "../topics.ts";

const MOST_ENTRIES = 10;
const LONGEST_ID = 80;

/** Publishes up to ten messages, each of which succeeds or fails for itself; judged by the permission of Publish. */
export const publishBatch: Operation<Topics, Wire<PublishBatchCommandInput>, Wire<PublishBatchCommandOutput>> = {
  name: "PublishBatch",
  permissions: (input, topics) => topics.permission("Publish", input.TopicArn),
  run: (input, _call, topics) => {
    const topic = topics.get(input.TopicArn);
    const entries = input.PublishBatchRequestEntries ?? [];
    if (entries.length === 0) throw missing("publishBatchRequestEntries");
    if (entries.length > MOST_ENTRIES) {
      throw new AwsError("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.");
    }
    if (new Set(entries.map((entry) => entry.Id)).size !== entries.length) {
      throw new AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
    }
    for (const { Id: id = "" } of entries) checkId(id);
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
        successful.push({ ...publishOne(topics, topic, entry), Id: entry.Id });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        failed.push({ Code: error.code, Message: error.message, SenderFault: true, Id: entry.Id });
      }
    }
    return { Failed: failed, Successful: successful } as unknown as Wire<PublishBatchCommandOutput>;
  },
};

function checkId(id: string): void {
  const what = "The Id of a batch entry in the batch request";
  if (id.length > LONGEST_ID) throw new AwsError("InvalidBatchEntryId", `${what} is too long: ${id}`);
  if (!/^[\w-]+$/.test(id)) {
    throw new AwsError("InvalidBatchEntryId", `${what} contains an impermissible character: ${id}`);
  }
}
