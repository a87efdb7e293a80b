import { expect } from "chai";
import { type Subject, subject, table } from "./support.ts";

const put = (id: string, more: object = {}): object => ({
  Put: { TableName: "Orders", Item: { id: { S: id } }, ...more },
});

async function orders(): Promise<Subject> {
  const one = subject();
  const stream = { StreamEnabled: true, StreamViewType: "KEYS_ONLY" };
  await one.call("CreateTable", table("Orders", { StreamSpecification: stream }));
  await one.call("PutItem", { TableName: "Orders", Item: { id: { S: "old" }, n: { N: "1" } } });
  return one;
}

describe("DynamoDB's transactions", () => {
  it("do everything", async () => {
    const { call } = await orders();
    await call("TransactWriteItems", {
      TransactItems: [
        put("new"),
        {
          Update: {
            TableName: "Orders",
            Key: { id: { S: "old" } },
            UpdateExpression: "ADD n :one",
            ExpressionAttributeValues: { ":one": { N: "1" } },
          },
        },
      ],
    });
    const { Responses: found } = await call("TransactGetItems", {
      TransactItems: ["new", "old", "none"].map((id) => ({ Get: { TableName: "Orders", Key: { id: { S: id } } } })),
    });
    expect(found).to.deep.equal([{ Item: { id: { S: "new" } } }, { Item: { id: { S: "old" }, n: { N: "2" } } }, {}]);
  });

  it("do nothing at all when one condition fails, and say which", async () => {
    const { call, refusal, streams } = await orders();
    const error = await refusal("TransactWriteItems", {
      TransactItems: [
        put("new"),
        put("old", { ConditionExpression: "attribute_not_exists(id)", ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
        {
          ConditionCheck: {
            TableName: "Orders",
            Key: { id: { S: "x" } },
            ConditionExpression: "attribute_not_exists(id)",
          },
        },
      ],
    });
    expect(error.code).to.equal("TransactionCanceledException");
    expect(error.message).to.equal(
      "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None]",
    );
    expect(error.fields["CancellationReasons"]).to.deep.equal([
      { Code: "None" },
      {
        Code: "ConditionalCheckFailed",
        Item: { id: { S: "old" }, n: { N: "1" } },
        Message: "The conditional request failed",
      },
      { Code: "None" },
    ]);
    expect((await call("Scan", { TableName: "Orders" }))["Count"]).to.equal(1);
    const { Streams: all } = await streams("ListStreams", {});
    const { StreamArn: arn } = (all as { StreamArn: string }[])[0] ?? {};
    const { StreamDescription: described } = await streams("DescribeStream", { StreamArn: arn });
    const [shard] = (described as { Shards: { ShardId: string }[] }).Shards;
    const { ShardIterator } = await streams("GetShardIterator", {
      StreamArn: arn,
      ShardId: shard?.ShardId,
      ShardIteratorType: "TRIM_HORIZON",
    });
    expect((await streams("GetRecords", { ShardIterator }))["Records"]).to.have.length(1);
  });

  it("refuse two actions on one item", async () => {
    const { refusal } = await orders();
    const error = await refusal("TransactWriteItems", { TransactItems: [put("new"), put("new")] });
    expect(error.message).to.equal("Transaction request cannot include multiple operations on one item");
  });

  it("are done once per client token for ten minutes", async () => {
    const { call, refusal, environment } = await orders();
    const add = {
      TransactItems: [
        {
          Update: {
            TableName: "Orders",
            Key: { id: { S: "old" } },
            UpdateExpression: "ADD n :one",
            ExpressionAttributeValues: { ":one": { N: "1" } },
          },
        },
      ],
      ClientRequestToken: "token",
    };
    const count = async (): Promise<unknown> =>
      (await call("GetItem", { TableName: "Orders", Key: { id: { S: "old" } } }))["Item"];
    await call("TransactWriteItems", add);
    await call("TransactWriteItems", add);
    expect(await count()).to.deep.equal({ id: { S: "old" }, n: { N: "2" } });
    const other = { TransactItems: [put("new")], ClientRequestToken: "token" };
    expect((await refusal("TransactWriteItems", other)).code).to.equal("IdempotentParameterMismatchException");
    await environment.clock.advance(11 * 60_000);
    await call("TransactWriteItems", add);
    expect(await count()).to.deep.equal({ id: { S: "old" }, n: { N: "3" } });
  });
});
