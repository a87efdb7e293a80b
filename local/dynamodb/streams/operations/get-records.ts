import type { GetRecordsCommandInput, GetRecordsCommandOutput } from "@aws-sdk/client-dynamodb-streams";
import type { Operation } from "../../../aws/service.ts";
import type { Wire } from "../../../json.ts";
import { dynamoError } from "../../errors.ts";
import type { DynamoDb } from "../../state.ts";
import { checkLimit, required } from "../constraints.ts";
import { decodeIterator, encodeIterator } from "../iterator.ts";

/**
 * `WaitForRecords` is the runtime's own: Lambda's pollers set it to be answered when there is something to read,
 * where AWS's ask four times a second. It keeps a virtual clock free to move on.
 */
export type GetRecordsInput = Wire<GetRecordsCommandInput> & { readonly WaitForRecords?: boolean };

/** The most records in one answer. */
const MAX_RECORDS = 1000;

/** Reads records from a shard iterator on. Without `NextShardIterator` the shard is closed and read to its end. */
export const getRecords: Operation<DynamoDb, GetRecordsInput, Wire<GetRecordsCommandOutput>> = {
  name: "GetRecords",
  permissions: (input) => [
    { action: "dynamodb:GetRecords", resource: input.ShardIterator?.slice(0, input.ShardIterator.indexOf("|")) ?? "*" },
  ],
  run: async (input, call, db) => {
    const { streams, environment } = db;
    const limit = input.Limit ?? MAX_RECORDS;
    required(input.ShardIterator, "shardIterator", 1);
    checkLimit(limit, MAX_RECORDS);
    const { arn, number } = decodeIterator(input.ShardIterator, environment.clock.now());
    const stream = streams.get(arn);
    let page = streams.read(stream, number, limit);
    if (number < page.oldest && page.oldest < stream.next) {
      throw dynamoError(
        "TrimmedDataAccessException",
        "The operation attempted to read past the oldest stream record in a shard",
      );
    }
    while (input.WaitForRecords === true && page.records.length === 0 && !stream.closed && !call.signal?.aborted) {
      await call.hold.park(streams.activity(arn, call.signal));
      page = streams.read(stream, number, limit);
    }
    const drained = stream.closed && page.next >= stream.next;
    const next = { arn, number: page.next, issued: environment.clock.now() };
    return { Records: page.records, ...(drained ? {} : { NextShardIterator: encodeIterator(next) }) };
  },
};
