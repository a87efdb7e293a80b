import type { BatchResultErrorEntry } from "@aws-sdk/client-sqs";
import { AwsError } from "../aws/error.ts";
import type { Wire } from "../json.ts";
import { sqsError } from "./errors.ts";

const MOST_ENTRIES = 10;

/**
 * Runs a batch: the request as a whole is checked first, then every entry succeeds or fails for itself and the answer
 * is HTTP 200 either way.
 *
 * @param action the name used in `EmptyBatchRequest`'s text, such as `SendMessageBatchRequestEntry`.
 */
export function runBatch<Entry extends { readonly Id: string | undefined }, Result extends object>(
  entries: readonly Entry[] | undefined,
  action: string,
  one: (entry: Entry) => Result,
): { Successful: ({ Id: string } & Result)[]; Failed?: Wire<BatchResultErrorEntry>[] } {
  checkBatch(entries, action);
  const successful: ({ Id: string } & Result)[] = [];
  const failed: Wire<BatchResultErrorEntry>[] = [];
  for (const entry of entries ?? []) {
    const id = entry.Id ?? "";
    try {
      successful.push({ Id: id, ...one(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({
        Id: id,
        SenderFault: error.status < 500,
        Code: error.queryCode ?? error.code,
        Message: error.message,
      });
    }
  }
  return failed.length === 0 ? { Successful: successful } : { Successful: successful, Failed: failed };
}

function checkBatch(entries: readonly { readonly Id: string | undefined }[] | undefined, action: string): void {
  if (entries === undefined || entries.length === 0) {
    throw sqsError("EmptyBatchRequest", `There should be at least one ${action} in the request.`);
  }
  if (entries.length > MOST_ENTRIES) {
    throw sqsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const { Id: id } of entries) {
    if (id === undefined || !/^[\w-]{1,80}$/.test(id)) {
      throw sqsError(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
      );
    }
    if (seen.has(id)) throw sqsError("BatchEntryIdsNotDistinct", `Id ${id} repeated.`);
    seen.add(id);
  }
}
