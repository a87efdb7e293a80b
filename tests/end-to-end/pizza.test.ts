import { ScanCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { expect } from "chai";
import { eventually, openStack, type Stack } from "./stack.ts";
import { connect } from "./wscat.ts";

const STATUSES = [
  "order accepted",
  "order is now being prepared",
  "order is undergoing the baking process",
  "order is packed",
  "order is sent for delivery",
  "order delivered",
];
const frameOf = (status: string): string =>
  `{"type":"CHANGED_EVENT","message":"{\\"name\\":\\"STATUS_CHANGED_EVENT\\",\\"status\\":\\"${status}\\"}"}`;

describe("end to end: the pizza bar (reference 003)", function () {
  this.timeout(180_000);
  let stack: Stack;

  before(async () => {
    stack = await openStack();
  });
  after(() => stack?.stop());

  it("tells the customer six times, in order", async () => {
    const client = await connect(stack.output("webSocketUrl"));
    client.say({ action: "orderPizza", data: { pizza: "margherita", size: "L" } });
    expect(await client.hear()).to.match(/^\{"executionArn":"[^"]+","startDate":\d\.\d+E9\}$/);
    for (const status of STATUSES) expect(await client.hear()).to.equal(frameOf(status));
    await client.close();
  });

  it("keeps two pizzas of one connection apart", async () => {
    const client = await connect(stack.output("webSocketUrl"));
    client.say({ action: "orderPizza", data: { pizza: "funghi", size: "S" } });
    client.say({ action: "orderPizza", data: { pizza: "funghi", size: "S" } });
    const frames: string[] = [];
    for (let index = 0; index < 14; index++) frames.push(await client.hear());
    for (const status of STATUSES) {
      expect(
        frames.filter((frame) => frame === frameOf(status)),
        status,
      ).to.have.length(2);
    }
    const delivered = await eventually(
      stack,
      async () => {
        const { Items: items } = await stack.dynamodb.send(
          new ScanCommand({ TableName: stack.output("ordersTableName"), ConsistentRead: true }),
        );
        const pizzas = (items ?? []).filter((item) => JSON.stringify(item).includes("funghi"));
        return pizzas.length === 2 && pizzas.every((item) => item["status"]?.S === "order delivered")
          ? pizzas
          : undefined;
      },
      "two orders that are delivered",
    );
    expect(new Set(delivered.map((item) => item["orderId"]?.S)).size).to.equal(2);
    await client.close();
  });

  it("streams every change of the orders table with both images", async () => {
    const { Streams: streams } = await stack.streams.send(
      new ListStreamsCommand({ TableName: stack.output("ordersTableName") }),
    );
    const arn = streams?.[0]?.StreamArn;
    const { StreamDescription: description } = await stack.streams.send(new DescribeStreamCommand({ StreamArn: arn }));
    expect(description?.StreamViewType).to.equal("NEW_AND_OLD_IMAGES");
    const { ShardIterator: iterator } = await stack.streams.send(
      new GetShardIteratorCommand({
        StreamArn: arn,
        ShardId: description?.Shards?.[0]?.ShardId,
        ShardIteratorType: "TRIM_HORIZON",
      }),
    );
    const { Records: records } = await stack.streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
    const changes = (records ?? []).filter((record) => record.eventName === "MODIFY");
    expect(changes.length).to.be.greaterThan(0);
    expect(changes[0]?.dynamodb).to.include.keys("OldImage", "NewImage");
  });
});
