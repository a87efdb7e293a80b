import { expect } from "chai";
import { OWNER } from "../../../local/aws/caller.ts";
import { AwsError } from "../../../local/aws/error.ts";
import type { Guard } from "../../../local/aws/router.ts";
import { defineService, type Operation, type Service } from "../../../local/aws/service.ts";
import { createEvents } from "../../../local/events/module.ts";
import type { Json, JsonObject } from "../../../local/json.ts";
import { createSns } from "../../../local/sns/module.ts";
import { createSqs } from "../../../local/sqs/module.ts";
import refusals from "../../cases/events/refusals.json" with { type: "json" };
import { type TestEnvironment, testEnvironment } from "../../support/environment.ts";

const QUEUE_ARN = "arn:aws:sqs:us-east-1:000000000000:target";
const DEAD_ARN = "arn:aws:sqs:us-east-1:000000000000:dead";

/** Step Functions reduced to the one operation that EventBridge asks of it. */
function fakeStates(start: (input: JsonObject) => unknown): Service {
  const startExecution: Operation<null> = {
    name: "StartExecution",
    permissions: () => [],
    run: (input) => {
      start(input);
      return {};
    },
  };
  const wire = { protocol: "json", version: "1.0", targetPrefix: "AWSStepFunctions", signingName: "states" } as const;
  return defineService({ id: "states", wire }, null, [startExecution]);
}

describe("Amazon EventBridge", () => {
  let environment: TestEnvironment;
  let denied: string | undefined;
  const call = (service: string, operation: string, input: JsonObject): Promise<JsonObject> =>
    environment.aws.call(service, operation, input, { caller: OWNER });
  const events = (operation: string, input: JsonObject): Promise<JsonObject> => call("events", operation, input);
  const put = (entry: JsonObject): Promise<JsonObject> =>
    events("PutEvents", { Entries: [{ Source: "shop", DetailType: "Order", Detail: '{"n": 1}', ...entry }] });
  const bodies = async (queue: string): Promise<string[]> => {
    const url = `http://localhost:4900/000000000000/${queue}`;
    await environment.clock.idle();
    const { Messages: messages } = await call("sqs", "ReceiveMessage", { QueueUrl: url, MaxNumberOfMessages: 10 });
    return Array.isArray(messages) ? messages.map((message) => String((message as JsonObject)["Body"])) : [];
  };
  const rule = async (target: JsonObject = {}, pattern: Json = { source: ["shop"] }): Promise<void> => {
    await events("CreateEventBus", { Name: "orders" });
    await events("PutRule", { Name: "all", EventBusName: "orders", EventPattern: JSON.stringify(pattern) });
    await events("PutTargets", {
      Rule: "all",
      EventBusName: "orders",
      Targets: [{ Id: "queue", Arn: QUEUE_ARN, ...target }],
    });
  };

  beforeEach(async () => {
    denied = undefined;
    const guard: Guard = {
      authorize: (caller, permission) =>
        denied !== undefined && permission.resource === denied
          ? { allowed: false, message: `${caller.kind} is not authorized`, hint: `refused ${permission.action}` }
          : { allowed: true },
      assumeRole: ({ roleArn, sessionName }) => ({ kind: "role", roleArn, sessionName }),
      issueCredentials: () => ({ accessKeyId: "", secretAccessKey: "", sessionToken: "" }),
      resolveCredentials: () => undefined,
    };
    environment = testEnvironment({ guard });
    environment.use(createEvents);
    environment.use(createSqs);
    await call("sqs", "CreateQueue", { QueueName: "target" });
    await call("sqs", "CreateQueue", { QueueName: "dead" });
  });

  it("sends a matching event to the target, byte for byte", async () => {
    await rule();
    const { Entries: entries } = await put({ EventBusName: "orders", Time: 1447277394.9, Resources: ["r"] });
    const id = String((entries as unknown as JsonObject[])[0]?.["EventId"]);
    expect(await bodies("target")).to.deep.equal([
      `{"version":"0","id":"${id}","detail-type":"Order","source":"shop","account":"000000000000","time":"2015-11-11T21:29:54Z","region":"us-east-1","resources":["r"],"detail":{"n":1}}`,
    ]);
  });

  it("answers an id for an event that goes nowhere, and says where it went", async () => {
    await rule();
    const unmatched = await put({ EventBusName: "orders", Source: "other" });
    expect(unmatched["FailedEntryCount"]).to.equal(0);
    await put({ EventBusName: "nowhere" });
    expect(await bodies("target")).to.deep.equal([]);
    expect(environment.lines.join("\n")).to.match(
      /matches no rule of bus orders: all: source is "other", wanted "shop"/,
    );
    expect(environment.lines.join("\n")).to.contain("bus nowhere, which does not exist");
  });

  it("lists by pages, in order of names", async () => {
    await rule();
    for (const Name of ["c", "a", "b"]) await events("PutRule", { Name, EventPattern: '{"source":["x"]}' });
    const first = await events("ListRules", { Limit: 2 });
    const second = await events("ListRules", { Limit: 2, NextToken: String(first["NextToken"]) });
    const names = [first, second].map(({ Rules }) => (Rules as unknown as JsonObject[]).map(({ Name }) => Name));
    expect(names).to.deep.equal([["a", "b"], ["c"]]);
    expect(second).to.not.have.property("NextToken");
    const { EventBuses: buses } = await events("ListEventBuses", { NamePrefix: "ord" });
    const created = environment.clock.now() / 1000;
    expect(buses).to.deep.equal([
      {
        Name: "orders",
        Arn: "arn:aws:events:us-east-1:000000000000:event-bus/orders",
        CreationTime: created,
        LastModifiedTime: created,
      },
    ]);
  });

  it("keeps what a bus is made with, and replaces it but for a description that is left out", async () => {
    const settings = {
      KmsKeyIdentifier: "alias/orders",
      DeadLetterConfig: { Arn: "arn:aws:sqs:us-east-1:000000000000:dead" },
      LogConfig: { IncludeDetail: "FULL", Level: "ERROR" },
    };
    const made = await events("CreateEventBus", { Name: "kitchen", Description: "food", ...settings });
    expect(made).to.deep.include({ Description: "food", ...settings });
    expect(await events("DescribeEventBus", { Name: "kitchen" })).to.deep.include({ Description: "food", ...settings });
    const { EventBuses: listed } = await events("ListEventBuses", { NamePrefix: "kitchen" });
    expect(Object.keys((listed as object[])[0] ?? {})).to.not.include("LogConfig");

    await events("UpdateEventBus", { Name: "kitchen", LogConfig: { Level: "OFF" } });
    const changed = await events("DescribeEventBus", { Name: "kitchen" });
    expect(changed).to.deep.include({ Description: "food", LogConfig: { Level: "OFF" } });
    expect(changed).to.not.have.any.keys("KmsKeyIdentifier", "DeadLetterConfig");
    await events("UpdateEventBus", { Name: "kitchen", Description: "" });
    expect(await events("DescribeEventBus", { Name: "kitchen" })).to.not.have.any.keys("Description", "LogConfig");
  });

  for (const { name, entry, code, message } of [
    {
      name: "no detail",
      entry: { Detail: "" },
      code: "InvalidArgument",
      message: "Parameter Detail is not valid. Reason: Detail is a required argument.",
    },
    {
      name: "a detail that is no object",
      entry: { Detail: "[1]" },
      code: "MalformedDetail",
      message: "Detail is malformed.",
    },
    {
      name: "a source of AWS's",
      entry: { Source: "aws.states" },
      code: "NotAuthorizedForSource",
      message: "Not authorized for the source.",
    },
  ]) {
    it(`fails an entry with ${name} and not the request`, async () => {
      expect(await put(entry)).to.deep.equal({
        FailedEntryCount: 1,
        Entries: [{ ErrorCode: code, ErrorMessage: message }],
      });
    });
  }

  const inputs: { name: string; target: JsonObject; detail: JsonObject; body: string }[] = [
    { name: "a constant", target: { Input: '{"a":1}' }, detail: {}, body: '{"a":1}' },
    { name: "a part", target: { InputPath: "$.detail.order" }, detail: { order: { id: 7 } }, body: '{"id":7}' },
    {
      name: "a JSON template",
      target: {
        InputTransformer: {
          InputPathsMap: { id: "$.detail.id", who: "$.detail.who", gone: "$.detail.gone" },
          InputTemplate:
            '{ "order": <id>, "text": "order <id> for <who><gone>", "who": <who>, "rule": <aws.events.rule-name> }',
        },
      },
      detail: { id: 7, who: "Jon" },
      body: '{"order":7,"text":"order 7 for Jon","who":"Jon","rule":"all"}',
    },
    {
      name: "a text template",
      target: {
        InputTransformer: { InputPathsMap: { id: "$.detail.id" }, InputTemplate: '"order <id> is here"' },
      },
      detail: { id: 7 },
      body: '"order 7 is here"',
    },
  ];
  for (const { name, target, detail, body } of inputs) {
    it(`gives the target ${name}`, async () => {
      await rule(target);
      await put({ EventBusName: "orders", Detail: JSON.stringify(detail) });
      expect(await bodies("target")).to.deep.equal([body]);
    });
  }

  it("dead-letters an event whose template breaks on a quote, with the reason", async () => {
    await rule({
      DeadLetterConfig: { Arn: DEAD_ARN },
      InputTransformer: { InputPathsMap: { who: "$.detail.who" }, InputTemplate: '{"who":"<who>"}' },
    });
    await put({ EventBusName: "orders", Detail: JSON.stringify({ who: 'J"on' }) });
    expect(await bodies("target")).to.deep.equal([]);
    expect(await bodies("dead")).to.have.length(1);
    expect(environment.lines.join("\n")).to.contain("INVALID_JSON");
  });

  it("dead-letters at once what the queue's policy refuses, with attributes that say why", async () => {
    await rule({ DeadLetterConfig: { Arn: DEAD_ARN } });
    denied = QUEUE_ARN;
    await put({ EventBusName: "orders" });
    await environment.clock.idle();
    const { Messages: messages } = await call("sqs", "ReceiveMessage", {
      QueueUrl: "http://localhost:4900/000000000000/dead",
      MessageAttributeNames: ["All"],
    });
    const attributes = ((messages as unknown as JsonObject[])[0]?.["MessageAttributes"] ?? {}) as JsonObject;
    const texts = Object.entries(attributes).map(([key, value]) => [key, (value as JsonObject)["StringValue"]]);
    expect(Object.fromEntries(texts)).to.include({
      RULE_ARN: "arn:aws:events:us-east-1:000000000000:rule/orders/all",
      TARGET_ARN: QUEUE_ARN,
      ERROR_CODE: "NO_PERMISSIONS",
      RETRY_ATTEMPTS: "0",
    });
  });

  it("says that an event is lost when there is nowhere to put it", async () => {
    await rule({ Arn: "arn:aws:sqs:us-east-1:000000000000:missing" });
    await put({ EventBusName: "orders" });
    await environment.clock.idle();
    expect(environment.lines.join("\n")).to.match(
      /error .*NO_RESOURCE.*the event is lost, because the target has no dead-letter queue/,
    );
  });

  it("hands an event from bus to bus once, and dead-letters it where it would go on", async () => {
    const bus = (name: string): string => `arn:aws:events:us-east-1:000000000000:event-bus/${name}`;
    const role = "arn:aws:iam::000000000000:role/r";
    await rule({ Arn: bus("default"), RoleArn: role, DeadLetterConfig: { Arn: DEAD_ARN } }, { source: ["shop"] });
    await events("PutRule", { Name: "back", EventPattern: '{"source":["shop"]}' });
    const back = { Id: "back", Arn: bus("orders"), RoleArn: role, DeadLetterConfig: { Arn: DEAD_ARN } };
    await events("PutTargets", { Rule: "back", Targets: [back, { Id: "queue", Arn: QUEUE_ARN }] });
    await put({ EventBusName: "orders" });
    expect(await bodies("target")).to.have.length(1);
    expect(await bodies("dead")).to.have.length(1);
    expect(environment.lines.join("\n")).to.match(
      /THIRD_ACCOUNT_HOP_DETECTED, Event ingestion rejected for event \S+ because an event can be sent to an event bus target only once\./,
    );
  });

  it("stops a rule whose target's own events start it again and again", async () => {
    const machine = "arn:aws:states:us-east-1:000000000000:stateMachine:loop";
    let started = 0;
    const again = ({ name }: JsonObject): void => {
      started++;
      const entry = { Source: "aws.states", DetailType: "Status", Detail: JSON.stringify({ name }) };
      const caller = { kind: "service", principal: "states.amazonaws.com" } as const;
      const tell = (): void =>
        void environment.aws.call("events", "PutEvents", { Entries: [entry, entry] }, { caller });
      environment.clock.after(1, tell);
    };
    environment.aws.register(fakeStates(again));
    await events("PutRule", { Name: "loop", EventPattern: '{"source":["aws.states", "shop"]}' });
    await events("PutTargets", {
      Rule: "loop",
      Targets: [{ Id: "m", Arn: machine, RoleArn: "arn:aws:iam::000000000000:role/r" }],
    });
    await put({});
    await environment.clock.idle();
    expect(started).to.equal(1000);
    expect(
      environment.lines.filter((line) => line.startsWith("error events: rule loop starts executions")),
    ).to.have.length(1);
    await environment.clock.advance(60_000);
    await put({});
    await environment.clock.idle();
    expect(started).to.equal(2000);
  });

  it("publishes to a topic, whose subscriber gets the event", async () => {
    environment.use(createSns);
    const { TopicArn: topic } = await call("sns", "CreateTopic", { Name: "orders" });
    const attributes = { RawMessageDelivery: "true" };
    await call("sns", "Subscribe", { TopicArn: topic, Protocol: "sqs", Endpoint: QUEUE_ARN, Attributes: attributes });
    await rule({ Arn: topic });
    await put({ EventBusName: "orders" });
    const [body] = await bodies("target");
    expect(JSON.parse(body ?? "{}")).to.deep.include({ source: "shop", detail: { n: 1 } });
  });

  it("starts an execution of a state machine with the event as input", async () => {
    const started: JsonObject[] = [];
    environment.use(() => ({ services: [fakeStates((input) => started.push(input))], handlers: [] }));
    const arn = "arn:aws:states:us-east-1:000000000000:stateMachine:m";
    await rule({ Arn: arn, RoleArn: "arn:aws:iam::000000000000:role/r" });
    await put({ EventBusName: "orders" });
    await environment.clock.idle();
    expect(started[0]?.["stateMachineArn"]).to.equal(arn);
    const { id } = JSON.parse(String(started[0]?.["input"])) as { id: string };
    expect(started[0]?.["name"]).to.match(new RegExp(`^${id}_[0-9a-f-]{36}$`));
    expect(JSON.parse(String(started[0]?.["input"]))).to.deep.include({ source: "shop", detail: { n: 1 } });
  });

  it("tries a throttled target again as its retry policy says, then dead-letters the event", async () => {
    let attempts = 0;
    const throttle = (): never => {
      attempts++;
      throw new AwsError("ThrottlingException", "Rate exceeded");
    };
    environment.use(() => ({ services: [fakeStates(throttle)], handlers: [] }));
    await rule({
      Arn: "arn:aws:states:us-east-1:000000000000:stateMachine:m",
      RoleArn: "arn:aws:iam::000000000000:role/r",
      RetryPolicy: { MaximumRetryAttempts: 3 },
      DeadLetterConfig: { Arn: DEAD_ARN },
    });
    await put({ EventBusName: "orders" });
    expect(await bodies("dead")).to.have.length(1);
    expect(attempts).to.equal(4);
  });

  it("tests a pattern and says why it does not fit", async () => {
    const event = { id: "1", account: "a", source: "x", time: "t", region: "r", "detail-type": "d" };
    const test = (pattern: Json) =>
      events("TestEventPattern", { EventPattern: JSON.stringify(pattern), Event: JSON.stringify(event) });
    expect(await test({ source: ["x"] })).to.deep.equal({ Result: true });
    expect(await test({ source: ["y"] })).to.deep.equal({ Result: false });
    expect(environment.lines.join("\n")).to.contain('source is "x", wanted "y"');
  });

  for (const { name, operation, input, code, message } of refusals) {
    it(`refuses ${name}`, async () => {
      await rule();
      try {
        await events(operation, input);
        expect.fail("it succeeded");
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        expect({ code: error.code, message: error.message }).to.deep.equal({ code, message });
      }
    });
  }

  it("takes targets off, and says which there are not", async () => {
    await rule();
    expect(
      await events("RemoveTargets", { Rule: "all", EventBusName: "orders", Ids: ["queue", "other"] }),
    ).to.deep.equal({
      FailedEntryCount: 1,
      FailedEntries: [
        {
          TargetId: "other",
          ErrorCode: "ResourceNotFoundException",
          ErrorMessage: "Rule 'all' does not have a target with the Id 'other'.",
        },
      ],
    });
  });

  it("keeps targets when a rule is replaced, and lists them", async () => {
    await rule();
    await events("PutRule", { Name: "all", EventBusName: "orders", EventPattern: '{"source":["new"]}' });
    expect(await events("ListTargetsByRule", { Rule: "all", EventBusName: "orders" })).to.deep.equal({
      Targets: [{ Id: "queue", Arn: QUEUE_ARN }],
    });
    expect((await events("DescribeRule", { Name: "all", EventBusName: "orders" }))["EventPattern"]).to.equal(
      '{"source":["new"]}',
    );
  });
});
