import { expect } from "chai";
import { OWNER } from "../../../local/aws/caller.ts";
import { createDynamodb } from "../../../local/dynamodb/module.ts";
import type { JsonObject } from "../../../local/json.ts";
import { createSqs } from "../../../local/sqs/module.ts";
import { type Subject, stopAll, subject } from "./support.ts";

const QUEUE_ARN = "arn:aws:sqs:us-east-1:000000000000:payments";
const QUEUE_URL = "http://localhost:4900/000000000000/payments";

interface Queued extends Subject {
  sqs(operation: string, input: object): Promise<JsonObject>;
  /** The queue's messages, visible and hidden. */
  depth(): Promise<number>;
}

async function queued(attributes: object = {}): Promise<Queued> {
  const one = subject();
  one.environment.use(createSqs);
  const sqs = (operation: string, input: object): Promise<JsonObject> =>
    one.environment.aws.call("sqs", operation, input as JsonObject, { caller: OWNER });
  await sqs("CreateQueue", { QueueName: "payments", Attributes: { VisibilityTimeout: "60", ...attributes } });
  const depth = async (): Promise<number> => {
    const { Attributes: found } = await sqs("GetQueueAttributes", { QueueUrl: QUEUE_URL, AttributeNames: ["All"] });
    const counts = found as Record<string, string>;
    return Number(counts["ApproximateNumberOfMessages"]) + Number(counts["ApproximateNumberOfMessagesNotVisible"]);
  };
  return { ...one, sqs, depth };
}

const logged = (one: Subject, text: string): string[] => one.log().filter((line) => line.includes(text));

describe("An event source mapping of a queue", () => {
  afterEach(stopAll);

  it("hands messages over in batches and deletes them", async () => {
    const one = await queued();
    await one.create("f", {
      "index.mjs": "export const handler = async (event) => { console.log('GOT ' + JSON.stringify(event)) }",
    });
    const made = await one.call("CreateEventSourceMapping", { EventSourceArn: QUEUE_ARN, FunctionName: "f" });
    expect(made).to.include({ State: "Creating", BatchSize: 10, StateTransitionReason: "USER_INITIATED" });
    await one.sqs("SendMessage", {
      QueueUrl: QUEUE_URL,
      MessageBody: "pay",
      MessageAttributes: { kind: { DataType: "String", StringValue: "card" } },
    });
    await one.environment.clock.idle();
    expect(await one.depth()).to.equal(0);
    const { Records: records } = JSON.parse(logged(one, "GOT ")[0]?.split("GOT ")[1] ?? "{}");
    expect(Object.keys(records[0])).to.deep.equal([
      ...["messageId", "receiptHandle", "body", "attributes", "messageAttributes", "md5OfBody"],
      ...["md5OfMessageAttributes", "eventSource", "eventSourceARN", "awsRegion"],
    ]);
    expect(records[0]).to.include({ body: "pay", eventSource: "aws:sqs", eventSourceARN: QUEUE_ARN });
    expect(records[0].messageAttributes).to.deep.equal({
      kind: { stringValue: "card", stringListValues: [], binaryListValues: [], dataType: "String" },
    });
    expect(records[0].attributes).to.include({ ApproximateReceiveCount: "1" });
  });

  it("leaves failed messages to the visibility timeout, and only those with ReportBatchItemFailures", async () => {
    const one = await queued();
    const source = `export const handler = async ({ Records }) => {
      for (const r of Records) console.log('SEEN ' + r.body + ' ' + r.attributes.ApproximateReceiveCount);
      return { batchItemFailures: Records.filter((r) => r.body === 'bad' && r.attributes.ApproximateReceiveCount < 3).map((r) => ({ itemIdentifier: r.messageId })) } }`;
    await one.create("f", { "index.mjs": source });
    const { clock } = one.environment;
    await one.sqs("SendMessageBatch", {
      QueueUrl: QUEUE_URL,
      Entries: ["good", "bad"].map((body, index) => ({ Id: String(index), MessageBody: body })),
    });
    await one.call("CreateEventSourceMapping", {
      EventSourceArn: QUEUE_ARN,
      FunctionName: "f",
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
    for (let receives = 1; receives < 3; receives++) {
      await clock.idle();
      expect(await one.depth()).to.equal(1);
      await clock.advance(60_000);
    }
    await clock.idle();
    expect(await one.depth()).to.equal(0);
    const seen = logged(one, "SEEN ").map((line) => line.split("SEEN ")[1]);
    expect(seen).to.deep.equal(["good 1", "bad 1", "bad 2", "bad 3"]);
  });

  it("waits for its batching window to fill a batch", async () => {
    const one = await queued();
    await one.create("f", {
      "index.mjs": "export const handler = async ({ Records }) => { console.log('BATCH ' + Records.length) }",
    });
    await one.call("CreateEventSourceMapping", {
      EventSourceArn: QUEUE_ARN,
      FunctionName: "f",
      BatchSize: 20,
      MaximumBatchingWindowInSeconds: 5,
    });
    const send = (body: string): Promise<unknown> => one.sqs("SendMessage", { QueueUrl: QUEUE_URL, MessageBody: body });
    await send("1");
    await one.environment.clock.sleep(2000);
    await send("2");
    await one.environment.clock.idle();
    expect(await one.depth()).to.equal(0);
    expect(logged(one, "BATCH ").map((line) => line.split("BATCH ")[1])).to.deep.equal(["2"]);
  });

  it("is refused for a queue that hides messages for less than the function may take, and a second time", async () => {
    const one = await queued({ VisibilityTimeout: "30" });
    await one.create("f", { "index.mjs": "export const handler = async () => 1" }, { Timeout: 60 });
    const input = { EventSourceArn: QUEUE_ARN, FunctionName: "f" };
    expect((await one.refusal("CreateEventSourceMapping", input)).message).to.equal(
      "Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds",
    );
    await one.call("UpdateFunctionConfiguration", { FunctionName: "f", Timeout: 3 });
    await one.call("CreateEventSourceMapping", input);
    expect((await one.refusal("CreateEventSourceMapping", input)).code).to.equal("ResourceConflictException");
    expect((await one.refusal("CreateEventSourceMapping", { ...input, StartingPosition: "LATEST" })).code).to.equal(
      "ResourceConflictException",
    );
  });

  it("hands over what one of its filters matches, and deletes the rest", async () => {
    const one = await queued();
    await one.create("f", {
      "index.mjs":
        "export const handler = async ({ Records }) => { for (const { body } of Records) console.log('SEEN ' + body) }",
    });
    const filters = ['{"body":{"kind":["card",{"prefix":"cash"}]}}', '{"body":["plain"]}'].map((Pattern) => ({
      Pattern,
    }));
    const made = await one.call("CreateEventSourceMapping", {
      ...{ EventSourceArn: QUEUE_ARN, FunctionName: "f", FilterCriteria: { Filters: filters } },
    });
    expect(made["FilterCriteria"]).to.deep.equal({ Filters: filters });
    for (const body of ['{"kind":"card"}', '{"kind":"cheque"}', "plain", "other", '{"kind":"cash-1"}']) {
      await one.sqs("SendMessage", { QueueUrl: QUEUE_URL, MessageBody: body });
    }
    await one.environment.clock.idle();
    expect(await one.depth()).to.equal(0);
    expect(logged(one, "SEEN ").map((line) => line.split("SEEN ")[1])).to.have.members([
      '{"kind":"card"}',
      "plain",
      '{"kind":"cash-1"}',
    ]);
  });

  for (const { name, input, message } of [
    {
      name: "a filter that is none",
      input: { FilterCriteria: { Filters: [{ Pattern: '{"body":"x"}' }] } },
      message: "Invalid filter pattern definition.",
    },
    { name: "a function that is not there", input: { FunctionName: "g" }, message: "Function does not exist" },
    {
      name: "a queue that is not there",
      input: { EventSourceArn: `${QUEUE_ARN}-2` },
      message:
        "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.",
    },
  ]) {
    it(`is refused for ${name}`, async () => {
      const one = await queued();
      await one.create("f", { "index.mjs": "export const handler = async () => 1" });
      const error = await one.refusal("CreateEventSourceMapping", {
        ...{ EventSourceArn: QUEUE_ARN, FunctionName: "f" },
        ...input,
      });
      expect({ code: error.code, message: error.message }).to.deep.equal({
        code: "InvalidParameterValueException",
        message,
      });
    });
  }

  it("stops when it is disabled or deleted", async () => {
    const one = await queued();
    await one.create("f", { "index.mjs": "export const handler = async () => 1" });
    const { UUID: uuid } = await one.call("CreateEventSourceMapping", { EventSourceArn: QUEUE_ARN, FunctionName: "f" });
    await one.call("UpdateEventSourceMapping", { UUID: uuid, Enabled: false });
    await one.sqs("SendMessage", { QueueUrl: QUEUE_URL, MessageBody: "later" });
    await one.environment.clock.sleep(100_000);
    expect(await one.depth()).to.equal(1);
    await one.call("UpdateEventSourceMapping", { UUID: uuid, Enabled: true });
    await one.environment.clock.idle();
    expect(await one.depth()).to.equal(0);
    await one.call("DeleteEventSourceMapping", { UUID: uuid });
    expect((await one.refusal("GetEventSourceMapping", { UUID: uuid })).code).to.equal("ResourceNotFoundException");
  });
});

describe("An event source mapping of a table's stream", () => {
  afterEach(stopAll);

  async function streamed(): Promise<{ one: Subject; arn: string; put(id: string): Promise<unknown> }> {
    const one = subject();
    one.environment.use(createDynamodb);
    const dynamodb = (operation: string, input: object): Promise<JsonObject> =>
      one.environment.aws.call("dynamodb", operation, input as JsonObject, { caller: OWNER });
    const { TableDescription: made } = await dynamodb("CreateTable", {
      TableName: "Orders",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    });
    const put = (id: string): Promise<unknown> => dynamodb("PutItem", { TableName: "Orders", Item: { id: { S: id } } });
    return { one, arn: String((made as JsonObject)["LatestStreamArn"]), put };
  }

  it("hands records over in order, those from before as well", async () => {
    const { one, arn, put } = await streamed();
    await put("1");
    await put("2");
    await one.create("f", {
      "index.mjs":
        "export const handler = async ({ Records }) => { for (const r of Records) console.log('REC ' + r.eventName + r.dynamodb.Keys.id.S + (r.eventSourceARN === undefined)) }",
    });
    await one.call("CreateEventSourceMapping", {
      EventSourceArn: arn,
      FunctionName: "f",
      StartingPosition: "TRIM_HORIZON",
    });
    await one.environment.clock.idle();
    expect(logged(one, "REC ")).to.have.length(2);
    await put("3");
    await one.environment.clock.idle();
    expect(logged(one, "REC ").map((line) => line.split("REC ")[1])).to.deep.equal([
      "INSERT1false",
      "INSERT2false",
      "INSERT3false",
    ]);
  });

  it("passes over the records that its filter does not match", async () => {
    const { one, arn, put } = await streamed();
    for (const id of ["a1", "b2", "a3"]) await put(id);
    await one.create("f", {
      "index.mjs":
        "export const handler = async ({ Records }) => { for (const r of Records) console.log('REC ' + r.dynamodb.Keys.id.S) }",
    });
    await one.call("CreateEventSourceMapping", {
      ...{ EventSourceArn: arn, FunctionName: "f", StartingPosition: "TRIM_HORIZON" },
      FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"id":{"S":[{"prefix":"a"}]}}}}' }] },
    });
    await one.environment.clock.idle();
    expect(logged(one, "REC ").map((line) => line.split("REC ")[1])).to.deep.equal(["a1", "a3"]);
  });

  it("tries a failed batch again from the first failure, and gives it up after its tries", async () => {
    const { one, arn, put } = await streamed();
    const source = `export const handler = async ({ Records }) => {
      console.log('TRY ' + Records.map((r) => r.dynamodb.Keys.id.S).join());
      const bad = Records.find((r) => r.dynamodb.Keys.id.S === '2');
      return { batchItemFailures: bad ? [{ itemIdentifier: bad.dynamodb.SequenceNumber }] : [] } }`;
    await one.create("f", { "index.mjs": source });
    for (const id of ["1", "2", "3"]) await put(id);
    await one.call("CreateEventSourceMapping", {
      ...{ EventSourceArn: arn, FunctionName: "f", StartingPosition: "TRIM_HORIZON" },
      ...{ FunctionResponseTypes: ["ReportBatchItemFailures"], MaximumRetryAttempts: 1 },
    });
    await one.environment.clock.idle();
    expect(one.environment.lines.some((line) => line.includes("records are dropped after"))).to.equal(true);
    await put("4");
    await one.environment.clock.idle();
    expect(logged(one, "TRY ").map((line) => line.split("TRY ")[1])).to.deep.equal(["1,2,3", "2,3", "2,3", "4"]);
  });
});
