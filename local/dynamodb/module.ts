import { defineService } from "../aws/service.ts";
import type { CreateModule } from "../module.ts";
import { dynamodbTable } from "../provider/resources/dynamodb.ts";
import { batchGetItem } from "./operations/batch-get-item.ts";
import { batchWriteItem } from "./operations/batch-write-item.ts";
import { createTable } from "./operations/create-table.ts";
import { deleteItem } from "./operations/delete-item.ts";
import { deleteTable } from "./operations/delete-table.ts";
import { describeContinuousBackups } from "./operations/describe-continuous-backups.ts";
import { describeEndpoints } from "./operations/describe-endpoints.ts";
import { describeLimits } from "./operations/describe-limits.ts";
import { describeTable } from "./operations/describe-table.ts";
import { describeTimeToLive } from "./operations/describe-time-to-live.ts";
import { batchExecuteStatement, executeStatement, executeTransaction } from "./operations/execute-statement.ts";
import { getItem } from "./operations/get-item.ts";
import { listTables } from "./operations/list-tables.ts";
import { listTagsOfResource } from "./operations/list-tags-of-resource.ts";
import { putItem } from "./operations/put-item.ts";
import { query } from "./operations/query.ts";
import { scan } from "./operations/scan.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { transactGetItems } from "./operations/transact-get-items.ts";
import { transactWriteItems } from "./operations/transact-write-items.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateContinuousBackups } from "./operations/update-continuous-backups.ts";
import { updateItem } from "./operations/update-item.ts";
import { updateTable } from "./operations/update-table.ts";
import { updateTimeToLive } from "./operations/update-time-to-live.ts";
import { createState } from "./state.ts";
import { describeStream } from "./streams/operations/describe-stream.ts";
import { getRecords } from "./streams/operations/get-records.ts";
import { getShardIterator } from "./streams/operations/get-shard-iterator.ts";
import { listStreams } from "./streams/operations/list-streams.ts";

/** Amazon DynamoDB and DynamoDB Streams: dynalite's rules over tables kept in this process. */
export const createDynamodb: CreateModule = (environment) => {
  const state = createState(environment);
  const wire = { protocol: "json", version: "1.0", signingName: "dynamodb" } as const;
  const dynamodb = defineService({ id: "dynamodb", wire: { ...wire, targetPrefix: "DynamoDB_20120810" } }, state, [
    batchExecuteStatement,
    batchGetItem,
    batchWriteItem,
    createTable,
    deleteItem,
    deleteTable,
    describeContinuousBackups,
    describeEndpoints,
    describeLimits,
    describeTable,
    describeTimeToLive,
    executeStatement,
    executeTransaction,
    getItem,
    listTables,
    listTagsOfResource,
    putItem,
    query,
    scan,
    tagResource,
    transactGetItems,
    transactWriteItems,
    untagResource,
    updateContinuousBackups,
    updateItem,
    updateTable,
    updateTimeToLive,
  ]);
  const streams = defineService(
    { id: "dynamodbstreams", wire: { ...wire, targetPrefix: "DynamoDBStreams_20120810" } },
    state,
    [describeStream, getRecords, getShardIterator, listStreams],
  );
  return {
    services: [dynamodb, streams],
    handlers: [dynamodbTable],
    stop: async () => state.expiry.stop(),
  };
};
