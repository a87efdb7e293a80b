import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import { subject, table } from "./support.ts";

const NAME = { TableName: "Orders" };
const described = (answer: JsonObject): JsonObject => answer["TableDescription"] as JsonObject;

describe("a table's status", () => {
  it("is CREATING in the answer to CreateTable, without what is only known later", async () => {
    const { call } = subject();
    const created = described(await call("CreateTable", table("Orders")));
    expect(created).to.include({ TableStatus: "CREATING", DeletionProtectionEnabled: false });
    expect(created["BillingModeSummary"]).to.deep.equal({ BillingMode: "PAY_PER_REQUEST" });
    expect(created).not.to.have.property("WarmThroughput");
    const { Table: now } = await call("DescribeTable", NAME);
    expect(now).to.include({ TableStatus: "ACTIVE" });
    expect(now).to.have.nested.property("BillingModeSummary.LastUpdateToPayPerRequestDateTime");
    expect(now).to.have.nested.property("WarmThroughput.Status", "ACTIVE");
  });

  it("is UPDATING in the answer to UpdateTable, whose new index is being made", async () => {
    const { call } = subject();
    await call("CreateTable", table("Orders"));
    const updated = described(
      await call("UpdateTable", {
        ...NAME,
        AttributeDefinitions: ["id", "customer"].map((name) => ({ AttributeName: name, AttributeType: "S" })),
        GlobalSecondaryIndexUpdates: [
          {
            Create: {
              IndexName: "byCustomer",
              KeySchema: [{ AttributeName: "customer", KeyType: "HASH" }],
              Projection: { ProjectionType: "ALL" },
            },
          },
        ],
      }),
    );
    expect(updated).to.include({ TableStatus: "UPDATING" });
    expect(updated).to.have.nested.property("GlobalSecondaryIndexes[0].IndexStatus", "CREATING");
    const { Table: now } = await call("DescribeTable", NAME);
    expect(now).to.have.nested.property("GlobalSecondaryIndexes[0].IndexStatus", "ACTIVE");
  });

  it("is DELETING in the answer to DeleteTable, which does not tell what the table was made of", async () => {
    const { call } = subject();
    await call("CreateTable", table("Orders"));
    expect(described(await call("DeleteTable", NAME))).to.have.all.keys(
      [
        "TableName",
        "TableStatus",
        "ProvisionedThroughput",
        "TableSizeBytes",
        "ItemCount",
        "TableArn",
        "TableId",
      ].concat("BillingModeSummary", "DeletionProtectionEnabled"),
    );
  });

  it("says what it can take at once: as provisioned, as asked for, and never less than it could", async () => {
    const { call } = subject();
    const warm = async (TableName: string) => {
      const { Table: described } = await call("DescribeTable", { TableName });
      const { ReadUnitsPerSecond, WriteUnitsPerSecond } = (described as { WarmThroughput: Record<string, number> })
        .WarmThroughput;
      return [ReadUnitsPerSecond, WriteUnitsPerSecond];
    };
    const provisioned = (ReadCapacityUnits: number) => ({
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits: 2 },
    });
    await call("CreateTable", table("Warm", { WarmThroughput: { ReadUnitsPerSecond: 13_000 } }));
    expect(await warm("Warm")).to.deep.equal([13_000, 4000]);
    await call("CreateTable", table("Cold", provisioned(5)));
    expect(await warm("Cold")).to.deep.equal([5, 2]);
    await call("UpdateTable", { TableName: "Cold", ...provisioned(9) });
    await call("UpdateTable", { TableName: "Cold", ...provisioned(3) });
    expect(await warm("Cold")).to.deep.equal([9, 2]);
    await call("UpdateTable", { TableName: "Cold", BillingMode: "PAY_PER_REQUEST" });
    expect(await warm("Cold")).to.deep.equal([12_000, 4000]);
  });
});
