import { readFileSync } from "node:fs";
import { expect } from "chai";
import { OWNER } from "../../../local/aws/caller.ts";
import { inputCheck, PARTIAL } from "../../../local/aws/check-input.ts";
import type { JsonObject } from "../../../local/json.ts";
import { createModules } from "../../../local/modules.ts";
import { testEnvironment } from "../../support/environment.ts";
import { membersOf } from "./sdk-members.ts";

const SDKS: Readonly<Record<string, string>> = {
  apigatewayv2: "client-apigatewayv2",
  dynamodb: "client-dynamodb",
  dynamodbstreams: "client-dynamodb-streams",
  events: "client-eventbridge",
  iam: "client-iam",
  lambda: "client-lambda",
  logs: "client-cloudwatch-logs",
  sns: "client-sns",
  sqs: "client-sqs",
  sts: "client-sts",
  tagging: "client-resource-groups-tagging-api",
};

interface Case {
  readonly name: string;
  readonly service: string;
  readonly operation: string;
  readonly input: JsonObject;
  /** The message of the refusal. */
  readonly refused: string;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../cases/endpoint/member-types.json", import.meta.url), "utf8"),
);

describe("The types of a request's members", () => {
  const environment = testEnvironment();
  createModules(environment, environment.aws);

  it("are those of the SDKs' schemas, for every operation that is served", () => {
    // The SDK of API Gateway v1 is no dependency: its members are from the service model.
    const { apigateway, ...kept } = JSON.parse(
      readFileSync(new URL("../../../local/aws/member-kinds.json", import.meta.url), "utf8"),
    ) as Record<string, unknown>;
    expect(apigateway).to.be.an("object");
    const wanted: Record<string, Record<string, string>> = {};
    for (const [service, sdk] of Object.entries(SDKS)) {
      const operations = PARTIAL[service] ?? environment.aws.services().get(service)?.operations.keys() ?? [];
      const members = Object.entries(membersOf(sdk, operations));
      wanted[service] = Object.fromEntries(members.map(([kind, names]) => [kind, names.join(" ")]));
    }
    expect(kept).to.deep.equal(wanted);
  });

  for (const { name, service, operation, input, refused } of cases) {
    it(`refuses ${name}`, async () => {
      const error: unknown = await environment.aws
        .call(service, operation, input, { caller: OWNER })
        .catch((thrown: unknown) => thrown);
      expect(error).to.include({ code: "SerializationException", status: 400, message: refused });
    });
  }

  it("takes nulls, and members that nobody knows", () => {
    const check = inputCheck("sqs");
    check?.({ QueueUrl: null, Surprise: [{ QueueUrl: 5 }], Attributes: { DelaySeconds: "5" } }, "SetQueueAttributes");
    expect(check).to.not.equal(undefined);
  });

  it("are left to services that look for themselves", () => {
    const check = inputCheck("dynamodb");
    check?.({ TableName: 5 }, "PutItem");
    expect(() => check?.({ TableName: 5 }, "UpdateTimeToLive")).to.throw("NUMBER_VALUE");
    expect(inputCheck("states")).to.equal(undefined);
  });
});
