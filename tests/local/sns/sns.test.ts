import { readFileSync } from "node:fs";
import { expect } from "chai";
import { OWNER } from "../../../local/aws/caller.ts";
import { AwsError } from "../../../local/aws/error.ts";
import type { JsonObject } from "../../../local/json.ts";
import { createSns } from "../../../local/sns/module.ts";
import { createSqs } from "../../../local/sqs/module.ts";
import { type TestEnvironment, testEnvironment } from "../../support/environment.ts";

const QUEUE_ARN = "arn:aws:sqs:us-east-1:000000000000:inbox";

describe("Amazon SNS", () => {
  let environment: TestEnvironment;
  let topic: string;
  const call = (service: string, operation: string, input: JsonObject): Promise<JsonObject> =>
    environment.aws.call(service, operation, input, { caller: OWNER });
  const sns = (operation: string, input: JsonObject): Promise<JsonObject> => call("sns", operation, input);
  const subscribe = (attributes: JsonObject = {}, endpoint = QUEUE_ARN): Promise<JsonObject> =>
    sns("Subscribe", { TopicArn: topic, Protocol: "sqs", Endpoint: endpoint, Attributes: attributes });
  const received = async (queue = "inbox"): Promise<JsonObject[]> => {
    await environment.clock.idle();
    const { Messages: messages } = await call("sqs", "ReceiveMessage", {
      QueueUrl: `http://localhost:4900/000000000000/${queue}`,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ["All"],
    });
    return (messages ?? []) as unknown as JsonObject[];
  };

  beforeEach(async () => {
    environment = testEnvironment();
    environment.use(createSns);
    environment.use(createSqs);
    for (const name of ["inbox", "dead"]) await call("sqs", "CreateQueue", { QueueName: name });
    topic = String((await sns("CreateTopic", { Name: "orders" }))["TopicArn"]);
  });

  it("puts the envelope of reference 004 into a queue, to the byte", async () => {
    const { SubscriptionArn: subscription } = await subscribe();
    const { MessageId: id } = await sns("Publish", {
      TopicArn: topic,
      Message: '{"Error":"Failed to process payment","Cause":"Invalid Credit Card"}',
      MessageAttributes: { kind: { DataType: "String", StringValue: "payment" } },
    });
    const [message] = await received();
    const body = String(message?.["Body"]);
    const signature = /"Signature" : "([^"]*)"/.exec(body)?.[1] ?? "";
    expect(Buffer.from(signature, "base64")).to.have.length(256);
    expect(body).to.equal(
      [
        "{",
        '  "Type" : "Notification",',
        `  "MessageId" : "${id}",`,
        '  "TopicArn" : "arn:aws:sns:us-east-1:000000000000:orders",',
        '  "Message" : "{\\"Error\\":\\"Failed to process payment\\",\\"Cause\\":\\"Invalid Credit Card\\"}",',
        '  "Timestamp" : "2024-01-10T12:00:00.000Z",',
        '  "SignatureVersion" : "1",',
        `  "Signature" : "${signature}",`,
        '  "SigningCertURL" : "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-60eadc530605d63b8e62a523676ef735.pem",',
        `  "UnsubscribeURL" : "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscription}",`,
        '  "MessageAttributes" : {',
        '    "kind" : {"Type":"String","Value":"payment"}',
        "  }",
        "}",
      ].join("\n"),
    );
    expect(String(id)).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-/);
  });

  it("delivers raw text with the attributes beside it", async () => {
    await subscribe({ RawMessageDelivery: "true" });
    await sns("Publish", {
      TopicArn: topic,
      Message: "plain",
      MessageAttributes: { n: { DataType: "Number", StringValue: "5" } },
    });
    const [message] = await received();
    expect(message?.["Body"]).to.equal("plain");
    expect(message?.["MessageAttributes"]).to.deep.equal({ n: { DataType: "Number", StringValue: "5" } });
  });

  it("filters by attributes", async () => {
    await subscribe({ FilterPolicy: '{"kind":["order"],"total":[{"numeric":[">",10]}]}' });
    const publish = (kind: string, total: string): Promise<JsonObject> =>
      sns("Publish", {
        TopicArn: topic,
        Message: `${kind} ${total}`,
        MessageAttributes: {
          kind: { DataType: "String", StringValue: kind },
          total: { DataType: "Number", StringValue: total },
        },
      });
    await publish("order", "5");
    await publish("other", "50");
    await publish("order", "50");
    const messages = (await received()).map((message) => JSON.parse(String(message["Body"]))["Message"]);
    expect(messages).to.deep.equal(["order 50"]);
  });

  it("filters by each text of an attribute that is an array, which is JSON (SNSDG/sns-message-attributes)", async () => {
    await subscribe({ FilterPolicy: '{"interests":["soccer"]}', RawMessageDelivery: "true" });
    for (const [Message, StringValue] of Object.entries({
      match: '["rugby","soccer"]',
      other: "[1]",
      broken: "soccer",
    })) {
      const MessageAttributes = { interests: { DataType: "String.Array", StringValue } };
      await sns("Publish", { TopicArn: topic, Message, MessageAttributes });
    }
    expect((await received()).map((message) => message["Body"])).to.deep.equal(["match"]);
  });

  it("filters by body", async () => {
    await subscribe({
      FilterPolicy: '{"a":{"b":["x"]}}',
      FilterPolicyScope: "MessageBody",
      RawMessageDelivery: "true",
    });
    for (const message of ["no json", '{"a":{"b":"y"}}', '{"a":{"b":"x"}}']) {
      await sns("Publish", { TopicArn: topic, Message: message });
    }
    expect((await received()).map((message) => message["Body"])).to.deep.equal(['{"a":{"b":"x"}}']);
  });

  it("picks each protocol's text of a structured message and drops the attributes", async () => {
    await subscribe({ RawMessageDelivery: "true" });
    await sns("Publish", {
      TopicArn: topic,
      MessageStructure: "json",
      Message: '{"default":"d","sqs":"for queues"}',
      MessageAttributes: { a: { DataType: "String", StringValue: "x" } },
    });
    const [message] = await received();
    expect(message?.["Body"]).to.equal("for queues");
    expect(message).to.not.have.property("MessageAttributes");
  });

  it("publishes although the queue is not there, and puts the message into the dead-letter queue", async () => {
    const redrive = JSON.stringify({ deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:dead" });
    await subscribe({ RedrivePolicy: redrive }, "arn:aws:sqs:us-east-1:000000000000:missing");
    await sns("Publish", { TopicArn: topic, Message: "x" });
    expect(await received("dead")).to.have.length(1);
    expect(environment.lines.join("\n")).to.contain("it went to the dead-letter queue");
  });

  it("gives a FIFO topic's messages to a FIFO queue once, in order, with sequence numbers", async () => {
    await call("sqs", "CreateQueue", { QueueName: "inbox.fifo", Attributes: { FifoQueue: "true" } });
    const arn = String(
      (
        await sns("CreateTopic", {
          Name: "orders.fifo",
          Attributes: { FifoTopic: "true", ContentBasedDeduplication: "true" },
        })
      )["TopicArn"],
    );
    await sns("Subscribe", { TopicArn: arn, Protocol: "sqs", Endpoint: `${QUEUE_ARN}.fifo` });
    for (const message of ["1", "2", "1"])
      await sns("Publish", { TopicArn: arn, Message: message, MessageGroupId: "g" });
    const bodies = (await received("inbox.fifo")).map((message) => JSON.parse(String(message["Body"])));
    expect(bodies.map((body) => body.Message)).to.deep.equal(["1", "2"]);
    expect(bodies[0]).to.not.have.property("Signature");
    expect(Number(bodies[1].SequenceNumber)).to.be.greaterThan(Number(bodies[0].SequenceNumber));
  });

  it("shows attributes in SNS's order, a scope only beside a policy", async () => {
    const { SubscriptionArn: arn } = await subscribe({ RawMessageDelivery: "True", FilterPolicyScope: "MessageBody" });
    const shown = async (operation: string, input: JsonObject): Promise<JsonObject> =>
      (await sns(operation, input))["Attributes"] as JsonObject;
    const unfiltered = await shown("GetSubscriptionAttributes", { SubscriptionArn: arn ?? "" });
    expect(unfiltered).to.include({ RawMessageDelivery: "true" });
    expect(unfiltered).to.not.have.any.keys("FilterPolicy", "FilterPolicyScope");
    await sns("SetSubscriptionAttributes", {
      SubscriptionArn: arn ?? "",
      AttributeName: "FilterPolicy",
      AttributeValue: '{"a":{"b":["x"]}}',
    });
    expect(Object.keys(await shown("GetSubscriptionAttributes", { SubscriptionArn: arn ?? "" }))).to.deep.equal([
      "SubscriptionPrincipal",
      "Owner",
      "RawMessageDelivery",
      "FilterPolicy",
      "TopicArn",
      "Endpoint",
      "FilterPolicyScope",
      "Protocol",
      "PendingConfirmation",
      "ConfirmationWasAuthenticated",
      "SubscriptionArn",
    ]);
    expect(Object.keys(await shown("GetTopicAttributes", { TopicArn: topic }))).to.deep.equal([
      "Policy",
      "Owner",
      "SubscriptionsPending",
      "TopicArn",
      "EffectiveDeliveryPolicy",
      "SubscriptionsConfirmed",
      "DisplayName",
      "SubscriptionsDeleted",
    ]);
  });

  it("filters a structured message by the text that its subscriber gets", async () => {
    await subscribe({
      FilterPolicy: '{"kind":["queue"]}',
      FilterPolicyScope: "MessageBody",
      RawMessageDelivery: "true",
    });
    const texts = { default: '{"kind":"other"}', sqs: '{"kind":"queue"}' };
    await sns("Publish", { TopicArn: topic, MessageStructure: "json", Message: JSON.stringify(texts) });
    expect((await received()).map((message) => message["Body"])).to.deep.equal([texts.sqs]);
  });

  it("hands a group on from a standard topic, and signs as the topic says", async () => {
    await subscribe();
    await sns("SetTopicAttributes", { TopicArn: topic, AttributeName: "SignatureVersion", AttributeValue: "2" });
    await sns("Publish", { TopicArn: topic, Message: "x", MessageGroupId: "tenant" });
    await environment.clock.idle();
    const { Messages: messages } = await call("sqs", "ReceiveMessage", {
      QueueUrl: "http://localhost:4900/000000000000/inbox",
      MessageSystemAttributeNames: ["MessageGroupId"],
    });
    const [message] = messages as unknown as JsonObject[];
    expect(message?.["Attributes"]).to.deep.equal({ MessageGroupId: "tenant" });
    expect(JSON.parse(String(message?.["Body"]))).to.include({ SignatureVersion: "2" });
  });

  it("lets a subscription end that has ended, and answers a batch entry by entry", async () => {
    const { SubscriptionArn: arn } = await subscribe();
    await sns("Unsubscribe", { SubscriptionArn: arn ?? "" });
    expect(await sns("Unsubscribe", { SubscriptionArn: arn ?? "" })).to.deep.equal({});
    const answer = await sns("PublishBatch", {
      TopicArn: topic,
      PublishBatchRequestEntries: [
        { Id: "good", Message: "x" },
        { Id: "bad", Message: "" },
      ],
    });
    expect(JSON.stringify(answer)).to.match(
      /^\{"Failed":\[\{"Code":"InvalidParameter","Message":"Invalid parameter: Empty message","SenderFault":true,"Id":"bad"\}\],"Successful":\[\{"MessageId":"[0-9a-f-]{36}","Id":"good"\}\]\}$/,
    );
  });

  interface Refusal {
    readonly name: string;
    readonly operation: string;
    readonly input: JsonObject;
    readonly code: string;
    readonly status: number;
    readonly message: string;
  }
  it("forgets an attribute that is set to empty text", async () => {
    const { SubscriptionArn: arn = "" } = await subscribe();
    const of = async (operation: string, input: JsonObject) =>
      (await sns(operation, input))["Attributes"] as Record<string, string>;
    await sns("SetTopicAttributes", { TopicArn: topic, AttributeName: "KmsMasterKeyId", AttributeValue: "alias/a" });
    await sns("SetTopicAttributes", { TopicArn: topic, AttributeName: "KmsMasterKeyId", AttributeValue: "" });
    expect(await of("GetTopicAttributes", { TopicArn: topic })).not.to.have.property("KmsMasterKeyId");
    const dead = JSON.stringify({ deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:dead" });
    for (const AttributeValue of [dead, ""]) {
      await sns("SetSubscriptionAttributes", { SubscriptionArn: arn, AttributeName: "RedrivePolicy", AttributeValue });
    }
    expect(await of("GetSubscriptionAttributes", { SubscriptionArn: arn })).not.to.have.property("RedrivePolicy");
  });

  const file = new URL("../../cases/sns/refusals.json", import.meta.url);
  for (const { name, operation, input, code, status, message } of JSON.parse(readFileSync(file, "utf8")) as Refusal[]) {
    it(`refuses ${name}`, async () => {
      await sns("CreateTopic", { Name: "orders.fifo", Attributes: { FifoTopic: "true" } });
      const { SubscriptionArn: arn } = await subscribe();
      const own: JsonObject = input["SubscriptionArn"] === "SUBSCRIPTION" ? { SubscriptionArn: arn ?? "" } : {};
      try {
        await sns(operation, { ...input, ...own });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        expect({ code: error.code, status: error.status, message: error.message }).to.deep.equal({
          code,
          status,
          message,
        });
        return;
      }
      throw new Error("it succeeded");
    });
  }

  it("refuses a message of more than 256 KB", async () => {
    const { code } = await sns("Publish", { TopicArn: topic, Message: "x".repeat(262_145) }).catch(
      (error: AwsError) => error,
    );
    expect(code).to.equal("InvalidParameter");
  });
});
