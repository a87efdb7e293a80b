import { expect } from "chai";
import cases from "../../cases/dynamodb/consumed-capacity.json" with { type: "json" };
import { type Subject, subject, table } from "./support.ts";

async function orders(): Promise<Subject> {
  const one = subject();
  await one.call(
    "CreateTable",
    table("Orders", {
      AttributeDefinitions: ["id", "customer"].map((name) => ({ AttributeName: name, AttributeType: "S" })),
      GlobalSecondaryIndexes: [
        {
          IndexName: "byCustomer",
          KeySchema: [{ AttributeName: "customer", KeyType: "HASH" }],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
    }),
  );
  await one.call("PutItem", { TableName: "Orders", Item: { id: { S: "1" }, customer: { S: "c" } } });
  return one;
}

describe("DynamoDB's ReturnConsumedCapacity", () => {
  for (const { name, operation, input, capacity } of cases) {
    it(`${operation}: ${name}`, async () => {
      const { call } = await orders();
      expect((await call(operation, input))["ConsumedCapacity"]).to.deep.equal(capacity);
    });
  }

  it("a transaction that is repeated costs what reading its items costs (paritysuite/dynamodb-conformance#74)", async () => {
    const { call } = await orders();
    const Item = { id: { S: "2" }, text: { S: "x".repeat(1500) } };
    const request = {
      TransactItems: [{ Put: { TableName: "Orders", Item } }],
      ClientRequestToken: "once",
      ReturnConsumedCapacity: "TOTAL",
    };
    expect((await call("TransactWriteItems", request))["ConsumedCapacity"]).to.deep.equal([
      { TableName: "Orders", CapacityUnits: 4, WriteCapacityUnits: 4 },
    ]);
    expect((await call("TransactWriteItems", request))["ConsumedCapacity"]).to.deep.equal([
      { TableName: "Orders", CapacityUnits: 2, ReadCapacityUnits: 2 },
    ]);
  });
});
