import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import { type Subject, subject, table } from "./support.ts";

interface Expressed {
  readonly name: string;
  readonly expression: string;
  readonly values?: object;
  readonly names?: object;
}
interface ConditionCase extends Expressed {
  readonly holds: boolean;
}
interface UpdateCase extends Expressed {
  /** Attributes of the item afterwards; null for those that have gone. */
  readonly changes?: JsonObject;
  readonly refused?: string;
}

const cases: {
  readonly item: JsonObject;
  readonly conditions: readonly ConditionCase[];
  readonly updates: readonly UpdateCase[];
} = JSON.parse(readFileSync(new URL("../../cases/dynamodb/items.json", import.meta.url), "utf8"));

const named = (one: Expressed) => ({
  TableName: "Items",
  ...(one.values === undefined ? {} : { ExpressionAttributeValues: one.values }),
  ...(one.names === undefined ? {} : { ExpressionAttributeNames: one.names }),
});
const KEY = { id: { S: "1" } };

describe("DynamoDB's expressions", () => {
  let db: Subject;

  beforeEach(async () => {
    db = subject();
    await db.call("CreateTable", table("Items"));
    await db.call("PutItem", { TableName: "Items", Item: cases.item });
  });

  for (const one of cases.conditions) {
    it(`of conditions and filters: ${one.name}`, async () => {
      const { Count: found } = await db.call("Scan", { ...named(one), FilterExpression: one.expression });
      expect(found).to.equal(one.holds ? 1 : 0);
      const put = db.call("PutItem", { ...named(one), Item: cases.item, ConditionExpression: one.expression });
      expect(await put.then(Object, (error) => error.code)).to.deep.equal(
        one.holds ? {} : "ConditionalCheckFailedException",
      );
    });
  }

  for (const { changes = {}, refused, ...one } of cases.updates) {
    it(`of updates: ${one.name}`, async () => {
      const { Item: before } = await db.call("GetItem", { TableName: "Items", Key: KEY });
      const input = { ...named(one), Key: KEY, UpdateExpression: one.expression };
      if (refused !== undefined) expect((await db.refusal("UpdateItem", input)).message).to.equal(refused);
      else await db.call("UpdateItem", input);
      const { Item: after } = await db.call("GetItem", { TableName: "Items", Key: KEY });
      const wanted = Object.entries({ ...(before as JsonObject), ...changes }).filter(([, value]) => value !== null);
      expect(after).to.deep.equal(Object.fromEntries(wanted));
    });
  }

  it("of legacy conditions: any of them is enough with OR", async () => {
    const equals = (text: string) => ({ ComparisonOperator: "EQ", AttributeValueList: [{ S: text }] });
    const { Count: found } = await db.call("Scan", {
      TableName: "Items",
      ConditionalOperator: "OR",
      ScanFilter: { u: equals("other"), blank: equals("") },
    });
    expect(found).to.equal(1);
  });

  it("of legacy conditions: Exists with a Value compares it", async () => {
    const { code } = await db.refusal("DeleteItem", {
      TableName: "Items",
      Key: KEY,
      Expected: { u: { Exists: true, Value: { S: "other" } } },
    });
    expect(code).to.equal("ConditionalCheckFailedException");
  });
});

describe("DynamoDB keeps", () => {
  it("attributes of any name, at every level", async () => {
    const { call } = subject();
    await call("CreateTable", table("Items"));
    const text =
      '{"id":{"S":"1"},"__proto__":{"S":"x"},"constructor":{"S":"y"},"m":{"M":{"__proto__":{"S":"p"},"toString":{"N":"1"}}}}';
    await call("PutItem", { TableName: "Items", Item: JSON.parse(text) });
    await call("UpdateItem", {
      TableName: "Items",
      Key: KEY,
      UpdateExpression: "SET #p = :v, m.#p = :v",
      ExpressionAttributeNames: { "#p": "__proto__" },
      ExpressionAttributeValues: { ":v": { S: "new" } },
    });
    const { Item: item } = await call("GetItem", { TableName: "Items", Key: KEY });
    expect(JSON.stringify(item)).to.equal(
      text.replace('"__proto__":{"S":"x"}', '"__proto__":{"S":"new"}').replace('{"S":"p"}', '{"S":"new"}'),
    );
  });

  it("every one of thousands of items under one index key", async () => {
    const { call } = subject();
    await call(
      "CreateTable",
      table("Items", {
        AttributeDefinitions: [
          { AttributeName: "id", AttributeType: "S" },
          { AttributeName: "status", AttributeType: "S" },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: "byStatus",
            KeySchema: [{ AttributeName: "status", KeyType: "HASH" }],
            Projection: { ProjectionType: "KEYS_ONLY" },
          },
        ],
      }),
    );
    for (let id = 0; id < 12_000; id++) {
      await call("PutItem", { TableName: "Items", Item: { id: { S: `k${id}` }, status: { S: "open" } } });
    }
    const { Count: found } = await call("Scan", { TableName: "Items", IndexName: "byStatus", Select: "COUNT" });
    expect(found).to.equal(12_000);
  });

  it("counts bytes, not characters", async () => {
    const { call, refusal } = subject();
    await call("CreateTable", table("Items"));
    const put = (id: string, text: string) => ({ TableName: "Items", Item: { id: { S: id }, a: { S: text } } });
    await call("PutItem", put("1", "é".repeat(204_000)));
    expect((await refusal("PutItem", put("1", "é".repeat(205_000)))).message).to.equal(
      "Item size has exceeded the maximum allowed size",
    );
    expect((await refusal("PutItem", put("é".repeat(1025), ""))).message).to.equal(
      "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes",
    );
  });

  it("documents of up to 32 levels (nubo-db/dynoxide#110)", async () => {
    const { call, refusal } = subject();
    await call("CreateTable", table("Items"));
    const put = (maps: number) => {
      let value: object = { S: "leaf" };
      for (let level = 0; level < maps; level++) value = { M: { a: value } };
      return { TableName: "Items", Item: { ...KEY, value } };
    };
    await call("PutItem", put(31));
    expect((await refusal("PutItem", put(32))).message).to.equal(
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
    );
  });
});
