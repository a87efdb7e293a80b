import { expect } from "chai";
import { subject, table } from "./support.ts";

const KEYS = (sort: string) => [
  { AttributeName: "id", KeyType: "HASH" },
  { AttributeName: sort, KeyType: "RANGE" },
];
const collection = (id: string) => ({ ItemCollectionKey: { id: { S: id } }, SizeEstimateRangeGB: [0, 1] });
const ReturnItemCollectionMetrics = "SIZE";

/** API reference, PutItem: ItemCollectionMetrics are returned for tables with local secondary indexes. */
describe("DynamoDB's item collections", () => {
  const item = (id: string, at: string) => ({ id: { S: id }, at: { S: at }, who: { S: "x" } });
  const tables = async () => {
    const db = subject();
    const AttributeDefinitions = ["id", "at", "who"].map((name) => ({ AttributeName: name, AttributeType: "S" }));
    const LocalSecondaryIndexes = [
      { IndexName: "byWho", KeySchema: KEYS("who"), Projection: { ProjectionType: "ALL" } },
    ];
    await db.call(
      "CreateTable",
      table("Local", { AttributeDefinitions, KeySchema: KEYS("at"), LocalSecondaryIndexes }),
    );
    await db.call("CreateTable", table("Plain"));
    return db;
  };

  it("are told of single writes, where there are any", async () => {
    const { call } = await tables();
    const put = { TableName: "Local", Item: item("a", "1"), ReturnItemCollectionMetrics };
    expect(await call("PutItem", put)).to.deep.equal({ ItemCollectionMetrics: collection("a") });
    const { who: _, ...Key } = item("a", "1");
    const remove = { TableName: "Local", Key, ReturnItemCollectionMetrics };
    expect(await call("DeleteItem", remove)).to.deep.equal({ ItemCollectionMetrics: collection("a") });
    const plain = { TableName: "Plain", Item: { id: { S: "a" } }, ReturnItemCollectionMetrics };
    expect(await call("PutItem", plain)).to.deep.equal({});
  });

  it("are told of batches and transactions by table, each once", async () => {
    const { call } = await tables();
    const puts = [item("a", "1"), item("a", "2"), item("b", "1")];
    const expected = { Local: [collection("a"), collection("b")] };
    const requests = puts.map((Item) => ({ PutRequest: { Item } }));
    const batch = { RequestItems: { Local: requests }, ReturnItemCollectionMetrics };
    expect(await call("BatchWriteItem", batch)).to.have.deep.property("ItemCollectionMetrics", expected);
    const actions = puts.map((Item) => ({ Put: { TableName: "Local", Item } }));
    const transaction = { TransactItems: actions, ReturnItemCollectionMetrics };
    expect(await call("TransactWriteItems", transaction)).to.deep.equal({ ItemCollectionMetrics: expected });
  });
});
