import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { OrderedMap } from "../../../local/dynamodb/ordered-map.ts";
import { fileStorage } from "../../../local/storage.ts";
import { subject, table } from "./support.ts";

const RANGE = {
  AttributeDefinitions: [
    { AttributeName: "id", AttributeType: "S" },
    { AttributeName: "at", AttributeType: "N" },
  ],
  KeySchema: [
    { AttributeName: "id", KeyType: "HASH" },
    { AttributeName: "at", KeyType: "RANGE" },
  ],
};

describe("DynamoDB's items", () => {
  it("come back as they were put, numbers in their plain form", async () => {
    const { call } = subject();
    await call("CreateTable", table("T-1"));
    const item = { id: { S: "a" }, n: { N: "1.50" }, l: { L: [{ M: { x: { BOOL: true } } }] }, e: { S: "" } };
    await call("PutItem", { TableName: "T-1", Item: item });
    expect(await call("GetItem", { TableName: "T-1", Key: { id: { S: "a" } } })).to.deep.equal({
      Item: { ...item, n: { N: "1.5" } },
    });
  });

  it("are found by ARN in place of the table's name", async () => {
    const { call } = subject();
    await call("CreateTable", table("T-1"));
    const arn = "arn:aws:dynamodb:us-east-1:000000000000:table/T-1";
    await call("PutItem", { TableName: arn, Item: { id: { S: "a" } } });
    expect((await call("GetItem", { TableName: arn, Key: { id: { S: "a" } } }))["Item"]).to.deep.equal({
      id: { S: "a" },
    });
    await call("BatchWriteItem", { RequestItems: { [arn]: [{ DeleteRequest: { Key: { id: { S: "a" } } } }] } });
    expect((await call("Scan", { TableName: "T-1" }))["Count"]).to.equal(0);
  });

  it("are queried in the order of their sort key, page by page, forwards and backwards", async () => {
    const { call } = subject();
    await call("CreateTable", table("T-1", RANGE));
    for (const at of [10, -5, 2, 100, 0.5]) {
      await call("PutItem", { TableName: "T-1", Item: { id: { S: "a" }, at: { N: String(at) } } });
    }
    const query = async (more: object): Promise<unknown[]> => {
      const answer = await call("Query", {
        TableName: "T-1",
        KeyConditionExpression: "id = :id",
        ExpressionAttributeValues: { ":id": { S: "a" } },
        ...more,
      });
      return (answer["Items"] as { at: { N: string } }[]).map((item) => Number(item.at.N));
    };
    expect(await query({})).to.deep.equal([-5, 0.5, 2, 10, 100]);
    expect(await query({ ScanIndexForward: false, Limit: 2 })).to.deep.equal([100, 10]);
    expect(await query({ Limit: 2, ExclusiveStartKey: { id: { S: "a" }, at: { N: "2" } } })).to.deep.equal([10, 100]);
  });

  it("appear in an index that is added later", async () => {
    const { call } = subject();
    await call("CreateTable", table("T-1"));
    await call("PutItem", { TableName: "T-1", Item: { id: { S: "a" }, who: { S: "x" } } });
    await call("UpdateTable", {
      TableName: "T-1",
      AttributeDefinitions: [{ AttributeName: "who", AttributeType: "S" }],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: "byWho",
            KeySchema: [{ AttributeName: "who", KeyType: "HASH" }],
            Projection: { ProjectionType: "KEYS_ONLY" },
          },
        },
      ],
    });
    const byWho = { TableName: "T-1", IndexName: "byWho", KeyConditionExpression: "who = :w" };
    const values = { ExpressionAttributeValues: { ":w": { S: "x" } } };
    expect((await call("Query", { ...byWho, ...values }))["Count"]).to.equal(1);
    await call("DeleteItem", { TableName: "T-1", Key: { id: { S: "a" } } });
    expect((await call("Query", { ...byWho, ...values }))["Count"]).to.equal(0);
  });

  it("survive a restart with their table, index, stream and time to live", async () => {
    const directory = mkdtempSync(join(tmpdir(), "dynamodb-"));
    try {
      const before = fileStorage(directory);
      const first = subject({ storage: before });
      await first.call(
        "CreateTable",
        table("T-1", { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" } }),
      );
      const ttl = { AttributeName: "ttl", Enabled: true };
      await first.call("UpdateTimeToLive", { TableName: "T-1", TimeToLiveSpecification: ttl });
      const soon = Math.floor(first.environment.clock.now() / 1000) + 60;
      await first.call("PutItem", { TableName: "T-1", Item: { id: { S: "a" }, ttl: { N: String(soon) } } });
      before.close();

      const after = fileStorage(directory);
      const second = subject({ storage: after });
      expect((await second.call("Scan", { TableName: "T-1" }))["Count"]).to.equal(1);
      await second.environment.clock.advance(62_000);
      expect((await second.call("Scan", { TableName: "T-1" }))["Count"]).to.equal(0);
      const { Streams: streams } = await second.streams("ListStreams", { TableName: "T-1" });
      expect(streams).to.have.length(1);
      await second.call("DeleteTable", { TableName: "T-1" });
      after.close();

      const last = fileStorage(directory);
      expect((await subject({ storage: last }).call("ListTables", {}))["TableNames"]).to.deep.equal([]);
      expect(last.collection("dynamodb-items").entries()).to.deep.equal([]);
      last.close();
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("are protected from deletion with their table when the table says so", async () => {
    const { call, refusal } = subject();
    await call("CreateTable", table("T-1", { DeletionProtectionEnabled: true }));
    expect((await refusal("DeleteTable", { TableName: "T-1" })).message).to.equal(
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    );
    await call("UpdateTable", { TableName: "T-1", DeletionProtectionEnabled: false });
    await call("DeleteTable", { TableName: "T-1" });
  });
});

describe("an ordered map", () => {
  it("walks its keys as a sorted list would", () => {
    const operation = fc.record({ remove: fc.boolean(), key: fc.stringMatching(/^[a-d]{1,3}$/) });
    const bound = fc.option(fc.stringMatching(/^[a-d]{1,3}$/), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 60 }),
        bound,
        bound,
        fc.boolean(),
        (operations, from, to, reverse) => {
          const map = new OrderedMap<string>();
          const model = new Set<string>();
          for (const { remove, key } of operations) {
            if (remove) map.delete(key);
            else map.set(key, key);
            if (remove) model.delete(key);
            else model.add(key);
          }
          const expected = [...model]
            .sort()
            .filter((key) => (from === undefined || key >= from) && (to === undefined || key < to));
          const range = {
            ...(from === undefined ? {} : { gte: from }),
            ...(to === undefined ? {} : { lt: to }),
            reverse,
          };
          const walked = [...map.entries(range)].map(([key]) => key);
          expect(walked).to.deep.equal(reverse ? expected.reverse() : expected);
        },
      ),
    );
  });

  it("keeps its order through many chunks", () => {
    const map = new OrderedMap<number>();
    const keys = Array.from({ length: 5000 }, (_, index) => String((index * 7919) % 5000).padStart(4, "0"));
    for (const key of keys) map.set(key, Number(key));
    expect([...map.entries()].map(([, value]) => value)).to.deep.equal(
      Array.from({ length: 5000 }, (_, index) => index),
    );
    for (const key of keys.slice(0, 4990)) map.delete(key);
    expect([...map.entries()].map(([key]) => key)).to.deep.equal(keys.slice(4990).sort());
  });
});
