import { expect } from "chai";
import type { HandlerContext, Properties } from "../../../local/provider/handler.ts";
import { dynamodbTable } from "../../../local/provider/resources/dynamodb.ts";
import { type Subject, subject } from "./support.ts";

const INPUTS = {
  name: "orders-1234567",
  billingMode: "PAY_PER_REQUEST",
  hashKey: "orderId",
  attributes: [
    { name: "orderId", type: "S" },
    { name: "customer", type: "S" },
  ],
  globalSecondaryIndexes: [{ name: "byCustomer", hashKey: "customer", projectionType: "ALL" }],
  streamEnabled: true,
  streamViewType: "NEW_AND_OLD_IMAGES",
  ttl: { attributeName: "expires", enabled: true },
  pointInTimeRecovery: { enabled: true },
  serverSideEncryption: { enabled: true },
  tags: { team: "orders" },
  tagsAll: { team: "orders", stack: "dev" },
};

function handled(): Subject & { context: HandlerContext } {
  const one = subject();
  const { aws, log, endpointUrl } = one.environment;
  return { ...one, context: { aws, log, endpointUrl, urn: "urn:pulumi:dev::p::aws:dynamodb/table:Table::orders" } };
}

async function updated(change: Properties): Promise<Properties> {
  const { context } = handled();
  const { id, outputs } = await dynamodbTable.create(INPUTS, context);
  const state = await dynamodbTable.update?.(id, outputs, { ...INPUTS, ...change }, context);
  return state?.outputs ?? {};
}

describe("aws:dynamodb/table:Table", () => {
  it("has the real provider's outputs", async () => {
    const { context } = handled();
    const { id, outputs } = await dynamodbTable.create(INPUTS, context);
    expect(id).to.equal("orders-1234567");
    const arn = "arn:aws:dynamodb:us-east-1:000000000000:table/orders-1234567";
    expect(outputs).to.deep.include({
      arn,
      streamArn: `${arn}/stream/2024-01-10T12:00:00.000`,
      streamLabel: "2024-01-10T12:00:00.000",
      ttl: { attributeName: "expires", enabled: true },
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 35 },
      readCapacity: 0,
      writeCapacity: 0,
      tableClass: "STANDARD",
      tags: { team: "orders" },
      tagsAll: { team: "orders", stack: "dev" },
      deletionProtectionEnabled: false,
      region: "us-east-1",
    });
    expect(outputs["serverSideEncryption"]).to.deep.equal({
      enabled: true,
      kmsKeyArn: "arn:aws:kms:us-east-1:000000000000:alias/aws/dynamodb",
    });
    // What every table is warmed up for is left out.
    expect(outputs["warmThroughput"]).to.equal(undefined);
  });

  it("says what it is warmed up for when that was asked for", async () => {
    const warmThroughput = { readUnitsPerSecond: 15_000, writeUnitsPerSecond: 5000 };
    const { context } = handled();
    const { outputs } = await dynamodbTable.create({ ...INPUTS, warmThroughput }, context);
    expect(outputs["warmThroughput"]).to.deep.equal(warmThroughput);
  });

  it("is read as it is now, whoever changed it, and as gone when it has gone", async () => {
    const { context, call } = handled();
    await dynamodbTable.create(INPUTS, context);
    await call("UpdateTable", { TableName: INPUTS.name, StreamSpecification: { StreamEnabled: false } });
    await call("UpdateTimeToLive", {
      TableName: INPUTS.name,
      TimeToLiveSpecification: { AttributeName: "expires", Enabled: false },
    });
    const found = await dynamodbTable.read(INPUTS.name, context);
    expect(found?.inputs).to.deep.include({ streamEnabled: false, ttl: { attributeName: "", enabled: false } });
    expect(found?.inputs["globalSecondaryIndexes"]).to.deep.equal([
      {
        ...{ name: "byCustomer", hashKey: "customer", projectionType: "ALL", nonKeyAttributes: [] },
        ...{ readCapacity: 0, writeCapacity: 0 },
      },
    ]);
    await call("DeleteTable", { TableName: INPUTS.name });
    expect(await dynamodbTable.read(INPUTS.name, context)).to.equal(undefined);
    await dynamodbTable.delete(INPUTS.name, {}, context);
  });

  it("changes in place: stream, time to live, indexes, billing, protection and tags", async () => {
    const other = await updated({ streamViewType: "KEYS_ONLY" });
    expect(other["streamViewType"]).to.equal("KEYS_ONLY");
    expect(other["streamArn"]).to.match(/stream\/2024-01-10T12:00:00\.001$/);
    expect((await updated({ ttl: { attributeName: "until", enabled: true } }))["ttl"]).to.deep.equal({
      attributeName: "until",
      enabled: true,
    });
    const moved = await updated({
      attributes: [
        { name: "orderId", type: "S" },
        { name: "status", type: "S" },
      ],
      globalSecondaryIndexes: [{ name: "byStatus", hashKey: "status", projectionType: "KEYS_ONLY" }],
    });
    expect((moved["globalSecondaryIndexes"] as Properties[]).map((index) => index["name"])).to.deep.equal(["byStatus"]);
    const provisioned = await updated({
      billingMode: "PROVISIONED",
      ...{ readCapacity: 5, writeCapacity: 2 },
      globalSecondaryIndexes: [
        { name: "byCustomer", hashKey: "customer", projectionType: "ALL", readCapacity: 1, writeCapacity: 1 },
      ],
    });
    expect(provisioned).to.include({ billingMode: "PROVISIONED", readCapacity: 5, writeCapacity: 2 });
    expect(await updated({ deletionProtectionEnabled: true })).to.include({ deletionProtectionEnabled: true });
    expect((await updated({ tags: {}, tagsAll: { stack: "dev" } }))["tagsAll"]).to.deep.equal({ stack: "dev" });
  });

  it("is not deleted while it is protected, in AWS's words", async () => {
    const { context } = handled();
    const { id, outputs } = await dynamodbTable.create({ ...INPUTS, deletionProtectionEnabled: true }, context);
    const refused = await dynamodbTable.delete(id, outputs, context).catch((error: Error) => error);
    expect((refused as Error).message).to.contain("protected against deletion");
  });

  const mistakes: readonly { name: string; change: Properties; property: string; reason: RegExp }[] = [
    {
      name: "an attribute that is no key",
      change: { globalSecondaryIndexes: [] },
      property: "attributes",
      reason: /unused customer/,
    },
    { name: "a key that is no attribute", change: { rangeKey: "at" }, property: "attributes", reason: /missing at/ },
    {
      name: "a stream without a view type",
      change: { streamViewType: undefined },
      property: "streamViewType",
      reason: /required/,
    },
    { name: "capacity on demand", change: { readCapacity: 5 }, property: "readCapacity", reason: /PAY_PER_REQUEST/ },
    {
      name: "replicas",
      change: { replicas: [{ regionName: "eu-west-1" }] },
      property: "replicas",
      reason: /global tables are not served by the local runtime/,
    },
  ];
  for (const { name, change, property, reason } of mistakes) {
    it(`refuses ${name} before anything is made`, () => {
      const failures = dynamodbTable.check?.({ ...INPUTS, ...change }, new Set()) ?? [];
      expect(failures.map((failure) => failure.property)).to.deep.equal([property]);
      expect(failures[0]?.reason).to.match(reason);
    });
  }

  it("finds nothing wrong with a good table", () => {
    expect(dynamodbTable.check?.(INPUTS, new Set())).to.deep.equal([]);
  });
});
