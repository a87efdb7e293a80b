import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { expect } from "chai";
import { createDynamodb } from "../../../local/dynamodb/module.ts";
import { type Served, serve } from "../../support/served.ts";
import { table } from "./support.ts";

describe("DynamoDB behind the endpoint", () => {
  let served: Served;
  let client: DynamoDBClient;
  let streamArn: string;

  beforeEach(async () => {
    served = await serve(createDynamodb);
    client = new DynamoDBClient(served.client);
    const stream = { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" } };
    const input = table("Orders", stream) as ConstructorParameters<typeof CreateTableCommand>[0];
    const { TableDescription: made } = await client.send(new CreateTableCommand(input));
    streamArn = made?.LatestStreamArn ?? "";
    expect(made?.CreationDateTime).to.be.instanceOf(Date);
  });
  afterEach(() => served.close());

  it("gives SDK clients items, binary values and errors with their members", async () => {
    const item = { id: { S: "1" }, raw: { B: new Uint8Array([1, 2, 255]) } };
    await client.send(new PutItemCommand({ TableName: "Orders", Item: item }));
    const { Items: items } = await client.send(new ScanCommand({ TableName: "Orders" }));
    expect(items).to.deep.equal([item]);
    const again = new PutItemCommand({
      TableName: "Orders",
      Item: { id: { S: "1" } },
      ConditionExpression: "attribute_not_exists(id)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    const failed = await client.send(again).catch((error: Error) => error);
    expect(failed).to.be.instanceOf(ConditionalCheckFailedException);
    expect((failed as ConditionalCheckFailedException).Item).to.deep.equal(item);
    const cancelled = await client
      .send(new TransactWriteItemsCommand({ TransactItems: [{ Put: again.input as never }] }))
      .catch((error: Error) => error);
    expect(cancelled).to.be.instanceOf(TransactionCanceledException);
    expect((cancelled as TransactionCanceledException).CancellationReasons?.[0]?.Code).to.equal(
      "ConditionalCheckFailed",
    );
  });

  it("lets SDK clients read the stream", async () => {
    await client.send(new PutItemCommand({ TableName: "Orders", Item: { id: { S: "1" } } }));
    const streams = new DynamoDBStreamsClient(served.client);
    const { StreamDescription: described } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: described?.Shards?.[0]?.ShardId,
        ShardIteratorType: "TRIM_HORIZON",
      }),
    );
    const { Records: records } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    expect(records?.map(({ eventName, dynamodb }) => [eventName, dynamodb?.NewImage])).to.deep.equal([
      ["INSERT", { id: { S: "1" } }],
    ]);
    expect(records?.[0]?.dynamodb?.ApproximateCreationDateTime).to.be.instanceOf(Date);
  });
});
