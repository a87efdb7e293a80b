import type { DescribeStreamCommandInput, DescribeStreamCommandOutput } from "@aws-sdk/client-dynamodb-streams";
import type { Operation } from "../../../aws/service.ts";
import type { Wire } from "../../../json.ts";
import type { DynamoDb } from "../../state.ts";
import { required, SHORTEST_ARN } from "../constraints.ts";
import { sequenceNumber } from "../stream.ts";

/** Describes a stream and its shard. */
export const describeStream: Operation<
  DynamoDb,
  Wire<DescribeStreamCommandInput>,
  Wire<DescribeStreamCommandOutput>
> = {
  name: "DescribeStream",
  permissions: (input) => [{ action: "dynamodb:DescribeStream", resource: input.StreamArn ?? "*" }],
  run: (input, _call, { streams }) => {
    const stream = streams.get(required(input.StreamArn, "streamArn", SHORTEST_ARN));
    const range = {
      StartingSequenceNumber: sequenceNumber(streams.read(stream, 0, 0).oldest),
      ...(stream.closed ? { EndingSequenceNumber: sequenceNumber(stream.next - 1) } : {}),
    };
    return {
      StreamDescription: {
        StreamArn: stream.arn,
        StreamLabel: stream.label,
        StreamStatus: stream.closed ? "DISABLED" : "ENABLED",
        StreamViewType: stream.viewType,
        CreationRequestDateTime: stream.created,
        TableName: stream.table,
        KeySchema: stream.keySchema.map((key) => ({ ...key })),
        Shards:
          input.ExclusiveStartShardId === stream.shardId
            ? []
            : [{ ShardId: stream.shardId, SequenceNumberRange: range }],
      },
    };
  },
};
