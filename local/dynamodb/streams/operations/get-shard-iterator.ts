import type { GetShardIteratorCommandInput, GetShardIteratorCommandOutput } from "@aws-sdk/client-dynamodb-streams";
import { enumValueSet } from "../../../aws/enum-value-set.ts";
import type { Operation } from "../../../aws/service.ts";
import type { Wire } from "../../../json.ts";
import { constraint, dynamoError, validation } from "../../errors.ts";
import type { DynamoDb } from "../../state.ts";
import { required, SHORTEST_ARN, SHORTEST_SHARD_ID } from "../constraints.ts";
import { encodeIterator } from "../iterator.ts";
import { parseSequenceNumber, type Stream } from "../stream.ts";

/** Gives a place to read a shard from. */
export const getShardIterator: Operation<
  DynamoDb,
  Wire<GetShardIteratorCommandInput>,
  Wire<GetShardIteratorCommandOutput>
> = {
  name: "GetShardIterator",
  permissions: (input) => [{ action: "dynamodb:GetShardIterator", resource: input.StreamArn ?? "*" }],
  run: (input, _call, db) => {
    const stream = db.streams.get(required(input.StreamArn, "streamArn", SHORTEST_ARN));
    required(input.ShardId, "shardId", SHORTEST_SHARD_ID);
    checkType(input.ShardIteratorType);
    if (input.ShardId !== stream.shardId) {
      throw dynamoError(
        "ResourceNotFoundException",
        `Requested resource not found: Shard does not exist: ${input.ShardId}`,
      );
    }
    const number = place(db, stream, input);
    return {
      ShardIterator: encodeIterator({ arn: stream.arn, number, issued: db.environment.clock.now() }),
    };
  },
};

function place(db: DynamoDb, stream: Stream, input: Wire<GetShardIteratorCommandInput>): number {
  const { oldest } = db.streams.read(stream, 0, 0);
  switch (input.ShardIteratorType) {
    case "TRIM_HORIZON":
      return oldest;
    case "LATEST":
      return stream.next;
    case "AT_SEQUENCE_NUMBER":
    case "AFTER_SEQUENCE_NUMBER": {
      const number = parseSequenceNumber(input.SequenceNumber);
      if (number === undefined || number >= stream.next) {
        throw validation(`Invalid SequenceNumber: ${input.SequenceNumber ?? "null"}`);
      }
      const wanted = input.ShardIteratorType === "AT_SEQUENCE_NUMBER" ? number : number + 1;
      if (wanted < oldest) {
        throw dynamoError(
          "TrimmedDataAccessException",
          "The operation attempted to read past the oldest stream record in a shard",
        );
      }
      return wanted;
    }
    default:
      throw new Error(`unknown type ${input.ShardIteratorType}`);
  }
}

const TYPES = ["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"];

function checkType(type: string | undefined): void {
  if (type === undefined) throw constraint(null, "shardIteratorType", "not be null");
  if (!TYPES.includes(type)) {
    throw constraint(type, "shardIteratorType", `satisfy enum value set: ${enumValueSet(TYPES)}`);
  }
}
