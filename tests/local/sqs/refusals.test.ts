import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import { createSqs } from "../../../local/sqs/module.ts";
import { type Served, serve } from "../../support/served.ts";

interface Refusal {
  readonly name: string;
  readonly operation: string;
  readonly input: JsonObject;
  readonly type: string;
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

const CASES: readonly Refusal[] = JSON.parse(
  readFileSync(new URL("../../cases/sqs/refusals.json", import.meta.url), "utf8"),
);
const CREDENTIAL = "Credential=AKIDTEST/20240110/us-east-1/sqs/aws4_request";

describe("SQS refuses, on the wire,", () => {
  let served: Served;
  const ask = async (operation: string, input: JsonObject) => {
    const response = await fetch(served.client.endpoint, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 ${CREDENTIAL}, SignedHeaders=host, Signature=0`,
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `AmazonSQS.${operation}`,
      },
      body: JSON.stringify(input),
    });
    return { status: response.status, error: response.headers.get("x-amzn-query-error"), body: await response.json() };
  };

  before(async () => {
    served = await serve(createSqs);
    await ask("CreateQueue", { QueueName: "orders" });
    await ask("CreateQueue", { QueueName: "dead" });
    await ask("CreateQueue", { QueueName: "small", Attributes: { MaximumMessageSize: "1024" } });
    await ask("CreateQueue", { QueueName: "orders.fifo", Attributes: { FifoQueue: "true" } });
  });
  after(() => served.close());

  it("an unknown queue in the words of the Query protocol (aws/aws-sdk-php-laravel#129, aws-sdk-php#694)", async () => {
    const response = await fetch(served.client.endpoint, {
      method: "POST",
      headers: { authorization: `AWS4-HMAC-SHA256 ${CREDENTIAL}, SignedHeaders=host, Signature=0` },
      body: new URLSearchParams({ Action: "GetQueueUrl", Version: "2012-11-05", QueueName: "none" }),
    });
    expect(await response.text()).to.include(
      "<Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>The specified queue does not exist for this wsdl version.</Message><Detail/>",
    );
  });

  for (const { name, operation, input, type, code, status, message } of CASES) {
    it(name, async () => {
      expect(await ask(operation, input)).to.deep.equal({
        status,
        error: `${code};Sender`,
        body: { __type: type, message },
      });
    });
  }
});
