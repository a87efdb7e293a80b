import { readFileSync } from "node:fs";
import { expect } from "chai";
import { subject, table } from "./support.ts";

interface Case {
  readonly name: string;
  readonly service?: "dynamodbstreams";
  readonly operation: string;
  readonly input: object;
  readonly code: string;
  readonly message: string;
  readonly fields?: object;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../cases/dynamodb/errors.json", import.meta.url), "utf8"),
);

describe("DynamoDB's refusals", () => {
  for (const { name, service, operation, input, code, message, fields = {} } of cases) {
    it(`${operation}: ${name}`, async () => {
      const { call, refusal } = subject();
      await call(
        "CreateTable",
        table("Orders", {
          AttributeDefinitions: [
            { AttributeName: "id", AttributeType: "S" },
            { AttributeName: "customer", AttributeType: "S" },
          ],
          GlobalSecondaryIndexes: [
            {
              IndexName: "byCustomer",
              KeySchema: [{ AttributeName: "customer", KeyType: "HASH" }],
              Projection: { ProjectionType: "ALL" },
            },
          ],
        }),
      );
      await call("PutItem", { TableName: "Orders", Item: { id: { S: "1" }, n: { N: "5" } } });
      const error = await refusal(operation, input, service);
      expect({ code: error.code, message: error.message, fields: error.fields }).to.deep.equal({
        code,
        message,
        fields,
      });
    });
  }
});
