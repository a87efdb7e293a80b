import { expect } from "chai";
import { OWNER } from "../../../local/aws/caller.ts";
import { AwsError } from "../../../local/aws/error.ts";
import type { JsonObject } from "../../../local/json.ts";
import { createSqs } from "../../../local/sqs/module.ts";
import { type TestEnvironment, testEnvironment } from "../../support/environment.ts";

interface Received {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MD5OfMessageAttributes?: string;
}

describe("Amazon SQS", () => {
  let environment: TestEnvironment;
  const sqs = (operation: string, input: JsonObject): Promise<JsonObject> =>
    environment.aws.call("sqs", operation, input, { caller: OWNER });
  const queue = async (name: string, attributes: Record<string, string> = {}): Promise<string> =>
    String((await sqs("CreateQueue", { QueueName: name, Attributes: attributes }))["QueueUrl"]);
  const receive = async (url: string, options: JsonObject = {}): Promise<Received[]> =>
    ((await sqs("ReceiveMessage", { QueueUrl: url, ...options }))["Messages"] ?? []) as unknown as Received[];
  const failure = async (promise: Promise<unknown>): Promise<AwsError> => {
    try {
      await promise;
    } catch (error) {
      if (error instanceof AwsError) return error;
      throw error;
    }
    throw new Error("it succeeded");
  };

  beforeEach(() => {
    environment = testEnvironment();
    environment.use(createSqs);
  });

  it("hands a message out once until its visibility has run out, and counts the receives", async () => {
    const url = await queue("orders", { VisibilityTimeout: "30" });
    await sqs("SendMessage", { QueueUrl: url, MessageBody: "one" });
    const [first] = await receive(url);
    expect(first?.Body).to.equal("one");
    expect(await receive(url)).to.deep.equal([]);
    await environment.clock.advance(30_000);
    const [again] = await receive(url, { AttributeNames: ["All"] });
    expect(again?.MessageId).to.equal(first?.MessageId);
    expect(again?.ReceiptHandle).to.not.equal(first?.ReceiptHandle);
    expect(again?.Attributes?.["ApproximateReceiveCount"]).to.equal("2");
  });

  it("lets an old handle of a standard queue succeed without deleting anything", async () => {
    const url = await queue("orders");
    await sqs("SendMessage", { QueueUrl: url, MessageBody: "one" });
    const [first] = await receive(url, { VisibilityTimeout: 1 });
    await environment.clock.advance(1000);
    const [second] = await receive(url, { VisibilityTimeout: 1 });
    await sqs("DeleteMessage", { QueueUrl: url, ReceiptHandle: first?.ReceiptHandle ?? "" });
    await environment.clock.advance(1000);
    expect(await receive(url, { VisibilityTimeout: 0 })).to.have.length(1);
    await sqs("DeleteMessage", { QueueUrl: url, ReceiptHandle: second?.ReceiptHandle ?? "" });
    expect(await receive(url, { VisibilityTimeout: 0 })).to.have.length(1, "a third receive made that handle old too");
  });

  it("ends a long poll when a message comes", async () => {
    const url = await queue("orders");
    const polled = receive(url, { WaitTimeSeconds: 20 });
    await sqs("SendMessage", { QueueUrl: url, MessageBody: "late" });
    expect((await polled).map((message) => message.Body)).to.deep.equal(["late"]);
  });

  it("ends a long poll empty when its time is over", async () => {
    const url = await queue("orders");
    const polled = sqs("ReceiveMessage", { QueueUrl: url, WaitTimeSeconds: 20 });
    await environment.clock.advance(20_000);
    expect(await polled).to.deep.equal({});
  });

  it("keeps a delayed message back", async () => {
    const url = await queue("orders", { DelaySeconds: "5" });
    const start = environment.clock.now();
    await sqs("SendMessage", { QueueUrl: url, MessageBody: "later" });
    const [message] = await receive(url, { WaitTimeSeconds: 20 });
    expect(message?.Body).to.equal("later");
    expect(environment.clock.now() - start).to.equal(5000);
  });

  it("moves a message to the dead-letter queue at the receive after the last one allowed, and says so", async () => {
    const dead = await queue("dead");
    const url = await queue("orders", {
      VisibilityTimeout: "1",
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:dead",
        maxReceiveCount: 2,
      }),
    });
    await sqs("SendMessage", { QueueUrl: url, MessageBody: "poison" });
    for (let receives = 0; receives < 2; receives++) {
      expect(await receive(url)).to.have.length(1);
      await environment.clock.advance(1000);
    }
    expect(await receive(url)).to.deep.equal([]);
    const [letter] = await receive(dead, { AttributeNames: ["All"] });
    expect(letter?.Body).to.equal("poison");
    expect(letter?.Attributes?.["DeadLetterQueueSourceArn"]).to.equal("arn:aws:sqs:us-east-1:000000000000:orders");
    expect(environment.lines.join("\n")).to.contain("moved to dead");
  });

  it("keeps the order of a FIFO group, blocks the group meanwhile, and drops duplicates", async () => {
    const url = await queue("orders.fifo", { FifoQueue: "true" });
    const send = (body: string, group: string, id: string): Promise<JsonObject> =>
      sqs("SendMessage", { QueueUrl: url, MessageBody: body, MessageGroupId: group, MessageDeduplicationId: id });
    const one = await send("a1", "a", "1");
    await send("a2", "a", "2");
    await send("b1", "b", "3");
    const again = await send("a1", "a", "1");
    expect(again["MessageId"]).to.equal(one["MessageId"]);
    const [first] = await receive(url);
    expect(first?.Body).to.equal("a1");
    expect((await receive(url)).map((message) => message.Body)).to.deep.equal(["b1"]);
    await sqs("DeleteMessage", { QueueUrl: url, ReceiptHandle: first?.ReceiptHandle ?? "" });
    expect((await receive(url)).map((message) => message.Body)).to.deep.equal(["a2"]);
  });

  it("hands a FIFO message out again before those behind it", async () => {
    const url = await queue("orders.fifo", { FifoQueue: "true", ContentBasedDeduplication: "true" });
    for (const body of ["1", "2", "3"]) {
      await sqs("SendMessage", { QueueUrl: url, MessageBody: body, MessageGroupId: "g" });
    }
    await receive(url, { VisibilityTimeout: 1 });
    await environment.clock.advance(1000);
    const bodies = (await receive(url, { MaxNumberOfMessages: 10 })).map((message) => message.Body);
    expect(bodies).to.deep.equal(["1", "2", "3"]);
  });

  it("digests message attributes as SDKs verify them", async () => {
    const url = await queue("orders");
    const sent = await sqs("SendMessage", {
      QueueUrl: url,
      MessageBody: "x",
      MessageAttributes: { test_attribute_name_1: { DataType: "String", StringValue: "test_attribute_value_1" } },
    });
    const [message] = await receive(url, { MessageAttributeNames: ["test_attribute_name_*", "test_attribute_name_1"] });
    expect(message?.MD5OfMessageAttributes).to.equal(sent["MD5OfMessageAttributes"]);
    expect(sent["MD5OfMessageBody"]).to.equal("9dd4e461268c8034f5c8564e155c67a6");
  });

  it("answers each entry of a batch for itself", async () => {
    const url = await queue("orders");
    const answer = await sqs("SendMessageBatch", {
      QueueUrl: url,
      Entries: [
        { Id: "good", MessageBody: "x" },
        { Id: "bad", MessageBody: "\u0000" },
      ],
    });
    expect(answer["Successful"]).to.have.length(1);
    expect(answer["Failed"]).to.deep.include.members([
      {
        Id: "bad",
        SenderFault: true,
        Code: "InvalidMessageContents",
        Message:
          "Invalid binary character '#x0' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].",
      },
    ]);
  });

  it("has a FIFO queue's defaults, and keeps a redrive policy in one form", async () => {
    const dead = await queue("dead.fifo", { FifoQueue: "true" });
    const deadLetterTargetArn = "arn:aws:sqs:us-east-1:000000000000:dead.fifo";
    const url = await queue("orders.fifo", {
      FifoQueue: "true",
      RedrivePolicy: JSON.stringify({ maxReceiveCount: "3", deadLetterTargetArn, colour: "red" }),
    });
    const { Attributes: attributes } = await sqs("GetQueueAttributes", { QueueUrl: url, AttributeNames: ["All"] });
    expect(attributes).to.include({
      FifoQueue: "true",
      ContentBasedDeduplication: "false",
      DeduplicationScope: "queue",
      FifoThroughputLimit: "perQueue",
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 }),
    });
    expect(await sqs("ListDeadLetterSourceQueues", { QueueUrl: dead })).to.deep.equal({ queueUrls: [url] });
  });

  it("is encrypted by SQS or by KMS, not by both", async () => {
    const url = await queue("orders", { KmsMasterKeyId: "alias/aws/sqs" });
    const encryption = async () => {
      const { Attributes: all } = await sqs("GetQueueAttributes", { QueueUrl: url, AttributeNames: ["All"] });
      const { KmsMasterKeyId: key, SqsManagedSseEnabled: managed } = all as Record<string, string>;
      return [key, managed];
    };
    expect(await encryption()).to.deep.equal(["alias/aws/sqs", "false"]);
    await sqs("SetQueueAttributes", { QueueUrl: url, Attributes: { SqsManagedSseEnabled: "true" } });
    expect(await encryption()).to.deep.equal([undefined, "true"]);
    const both = { KmsMasterKeyId: "alias/aws/sqs", SqsManagedSseEnabled: "true" };
    const { code } = await failure(sqs("SetQueueAttributes", { QueueUrl: url, Attributes: both }));
    expect(code).to.equal("InvalidAttributeValue");
  });

  it("keeps messages as long as it should, whoever counts them: in a FIFO dead-letter queue from their arrival", async () => {
    const short = { MessageRetentionPeriod: "60", FifoQueue: "true", ContentBasedDeduplication: "true" };
    const dead = await queue("dead.fifo", short);
    const target = "arn:aws:sqs:us-east-1:000000000000:dead.fifo";
    const policy = JSON.stringify({ deadLetterTargetArn: target, maxReceiveCount: 1 });
    const url = await queue("orders.fifo", { ...short, VisibilityTimeout: "50", RedrivePolicy: policy });
    const count = async (of: string) => {
      const name = "ApproximateNumberOfMessages";
      const { Attributes: found } = await sqs("GetQueueAttributes", { QueueUrl: of, AttributeNames: [name] });
      return (found as Record<string, string>)[name];
    };
    await sqs("SendMessage", { QueueUrl: url, MessageBody: "one", MessageGroupId: "g" });
    await receive(url);
    await environment.clock.advance(50_000);
    await receive(url);
    expect(await count(dead)).to.equal("1");
    await environment.clock.advance(59_000);
    expect(await count(dead)).to.equal("1");
    await environment.clock.advance(1000);
    expect(await count(dead)).to.equal("0");
  });

  it("lets a dead-letter queue choose its sources when they are set", async () => {
    const policy = { redrivePermission: "byQueue", sourceQueueArns: ["arn:aws:sqs:us-east-1:000000000000:orders"] };
    await queue("dead", { RedriveAllowPolicy: JSON.stringify(policy) });
    const redrive = { deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:dead", maxReceiveCount: 1 };
    await queue("orders", { RedrivePolicy: JSON.stringify(redrive) });
    const error = await failure(queue("others", { RedrivePolicy: JSON.stringify(redrive) }));
    expect(error.code).to.equal("InvalidParameterValueException");
  });

  it("hides a message again by its latest handle, although it has become visible", async () => {
    const url = await queue("orders");
    await sqs("SendMessage", { QueueUrl: url, MessageBody: "one" });
    const [first] = await receive(url, { VisibilityTimeout: 1 });
    await environment.clock.advance(1000);
    const handle = first?.ReceiptHandle ?? "";
    await sqs("ChangeMessageVisibility", { QueueUrl: url, ReceiptHandle: handle, VisibilityTimeout: 10 });
    expect(await receive(url)).to.deep.equal([]);
    await environment.clock.advance(10_000);
    expect(await receive(url)).to.have.length(1);
  });

  it("remembers deduplication ids by group when the queue says so", async () => {
    const url = await queue("orders.fifo", { FifoQueue: "true", DeduplicationScope: "messageGroup" });
    const send = (group: string): Promise<JsonObject> =>
      sqs("SendMessage", { QueueUrl: url, MessageBody: "x", MessageGroupId: group, MessageDeduplicationId: "1" });
    const one = await send("a");
    expect((await send("b"))["MessageId"]).to.not.equal(one["MessageId"]);
    expect((await send("a"))["MessageId"]).to.equal(one["MessageId"]);
  });

  it("digests system attributes, and takes the dot of a prefix as part of the pattern", async () => {
    const url = await queue("orders");
    const trace = { AWSTraceHeader: { DataType: "String", StringValue: "Root=1-5759e988-bd862e3fe1be46a994272793" } };
    const colour = { DataType: "String", StringValue: "red" };
    const sent = await sqs("SendMessage", {
      QueueUrl: url,
      MessageBody: "x",
      MessageAttributes: { colour },
      MessageSystemAttributes: trace,
    });
    expect(sent["MD5OfMessageSystemAttributes"]).to.match(/^[\da-f]{32}$/);
    expect(sent["MD5OfMessageSystemAttributes"]).to.not.equal(sent["MD5OfMessageAttributes"]);
    const [message] = await receive(url, { MessageAttributeNames: ["col.*"] });
    expect(message).to.deep.include({ MessageAttributes: { colour } });
  });

  for (const { name, operation, input, code, message } of [
    {
      name: "an unknown queue",
      operation: "SendMessage",
      input: { QueueUrl: "http://localhost:4900/000000000000/nope", MessageBody: "x" },
      code: "QueueDoesNotExist",
      message: "The specified queue does not exist.",
    },
    {
      name: "a handle that never was one",
      operation: "DeleteMessage",
      input: { QueueUrl: "http://localhost:4900/000000000000/orders", ReceiptHandle: "garbage" },
      code: "ReceiptHandleIsInvalid",
      message: 'The input receipt handle "garbage" is not a valid receipt handle.',
    },
    {
      name: "a queue that exists with other attributes",
      operation: "CreateQueue",
      input: { QueueName: "orders", Attributes: { VisibilityTimeout: "60" } },
      code: "QueueNameExists",
      message: "A queue already exists with the same name and a different value for attribute VisibilityTimeout",
    },
    {
      name: "an empty batch",
      operation: "DeleteMessageBatch",
      input: { QueueUrl: "http://localhost:4900/000000000000/orders", Entries: [] },
      code: "EmptyBatchRequest",
      message: "There should be at least one DeleteMessageBatchRequestEntry in the request.",
    },
    {
      name: "an attribute that is not one",
      operation: "SetQueueAttributes",
      input: { QueueUrl: "http://localhost:4900/000000000000/orders", Attributes: { Colour: "red" } },
      code: "InvalidAttributeName",
      message: "Unknown Attribute Colour.",
    },
  ]) {
    it(`refuses ${name}`, async () => {
      await queue("orders");
      const error = await failure(sqs(operation, input));
      expect({ code: error.code, message: error.message }).to.deep.equal({ code, message });
    });
  }
});
