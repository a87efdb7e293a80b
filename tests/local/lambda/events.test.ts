import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fileStorage } from "../../../local/storage.ts";
import { stopAll, subject } from "./support.ts";

const QUEUE = "arn:aws:sqs:us-east-1:000000000000:dead";
const FAILS = {
  "index.mjs": "export const handler = async (event) => { console.log('try'); throw new Error(`no ${event.order}`) }",
};
const SERVICES = { sqs: ["SendMessage"], sns: ["Publish"], events: ["PutEvents"] };

const event = (value: object): object => ({
  InvocationType: "Event",
  Payload: Buffer.from(JSON.stringify(value)).toString("base64"),
});

describe("An event for a function", () => {
  afterEach(stopAll);

  it("is tried three times, a minute and two minutes apart, and then sent to the dead-letter queue", async () => {
    const { create, call, sent, environment, log } = subject({ services: SERVICES });
    const { clock } = environment;
    await create("f", FAILS, { DeadLetterConfig: { TargetArn: QUEUE } });
    const start = clock.now();
    expect(await call("Invoke", { FunctionName: "f", ...event({ order: 7 }) })).to.deep.equal({ StatusCode: 202 });
    await clock.idle();
    expect(clock.now() - start).to.equal(180_000);
    expect(log().filter((line) => line.endsWith("INFO\ttry"))).to.have.length(3);
    const [letter] = sent.filter(({ service }) => service === "sqs");
    expect(letter?.input).to.deep.include({
      QueueUrl: "http://localhost:4900/000000000000/dead",
      MessageBody: '{"order":7}',
    });
    const attributes = letter?.input["MessageAttributes"] as Record<string, { StringValue: string }>;
    expect(attributes["ErrorCode"]?.StringValue).to.equal("200");
    expect(attributes["ErrorMessage"]?.StringValue).to.equal("no 7");
  });

  it("leaves a record at its failure destination, and one of success elsewhere", async () => {
    const { create, call, sent, environment } = subject({ services: SERVICES });
    const source = "export const handler = async ({ fail }) => { if (fail) throw new Error('x'); return { ok: 1 } }";
    await create("f", { "index.mjs": source });
    const bus = "arn:aws:events:us-east-1:000000000000:event-bus/orders";
    await call("PutFunctionEventInvokeConfig", {
      FunctionName: "f",
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: QUEUE }, OnSuccess: { Destination: bus } },
    });
    await call("Invoke", { FunctionName: "f", ...event({ fail: true }) });
    await call("Invoke", { FunctionName: "f", ...event({ fail: false }) });
    await environment.clock.idle();
    const failure = sent.find(({ service }) => service === "sqs");
    const record = JSON.parse(String(failure?.input["MessageBody"]));
    expect(record.requestContext).to.include({ condition: "RetriesExhausted", approximateInvokeCount: 1 });
    expect(record.requestPayload).to.deep.equal({ fail: true });
    expect(record.responseContext).to.deep.equal({
      statusCode: 200,
      executedVersion: "$LATEST",
      functionError: "Unhandled",
    });
    expect(record.responsePayload.errorMessage).to.equal("x");
    const success = sent.find(({ service }) => service === "events");
    const [entry] = (success?.input["Entries"] ?? []) as unknown as { DetailType: string; Detail: string }[];
    expect(entry?.DetailType).to.equal("Lambda Function Invocation Result - Success");
    expect(JSON.parse(entry?.Detail ?? "{}").responsePayload).to.deep.equal({ ok: 1 });
  });

  it("waits for a throttled function, until it is too old", async () => {
    const { create, call, environment, sent } = subject({ services: SERVICES });
    await create(
      "f",
      { "index.mjs": "export const handler = async () => 1" },
      { DeadLetterConfig: { TargetArn: QUEUE } },
    );
    await call("PutFunctionConcurrency", { FunctionName: "f", ReservedConcurrentExecutions: 0 });
    await call("Invoke", { FunctionName: "f", ...event({}) });
    await environment.clock.idle();
    expect(sent.filter(({ service }) => service === "sqs")).to.have.length(1);
  });

  it("is neither lost nor repeated when the process ends before its next try", async () => {
    const directory = mkdtempSync(join(tmpdir(), "lambda-"));
    try {
      const before = fileStorage(directory);
      const first = subject({ storage: before, services: SERVICES });
      await first.create("f", FAILS, { DeadLetterConfig: { TargetArn: QUEUE } });
      const { clock } = first.environment;
      const tried = new Promise<void>((resolve) => clock.after(30_000, resolve));
      await first.call("Invoke", { FunctionName: "f", ...event({ order: 1 }) });
      await tried;
      await first.module.stop?.();
      before.close();

      const after = fileStorage(directory);
      const second = subject({ storage: after, services: SERVICES });
      await second.environment.clock.idle();
      expect(second.log().filter((line) => line.endsWith("INFO\ttry"))).to.have.length(2);
      expect(second.sent.filter(({ service }) => service === "sqs")).to.have.length(1);
      expect(after.collection("lambda-events").entries()).to.deep.equal([]);
      await second.module.stop?.();
      after.close();
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
