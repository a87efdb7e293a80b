import { expect } from "chai";
import fc from "fast-check";
import { AwsError } from "../../../local/aws/error.ts";
import type { WireFormat } from "../../../local/aws/wire.ts";
import type { JsonObject } from "../../../local/json.ts";
import {
  ask,
  type Client,
  connect,
  deployApi,
  type FakeService,
  type Harness,
  ROLE,
  serviceRoute,
  startGateway,
  type TestRoute,
} from "./harness.ts";

const ESCAPED = (path: string): string => `$util.escapeJavaScript($input.path('${path}')).replaceAll("\\\\'","'")`;
const SNS_WIRE: WireFormat = { protocol: "query", signingName: "sns", version: "2010-03-31", xmlns: "" };
const SQS_WIRE: WireFormat = {
  protocol: "json",
  version: "1.0",
  targetPrefix: "AmazonSQS",
  signingName: "sqs",
  query: { signingName: "sqs", version: "2012-11-05", xmlns: "", flattened: true },
};

describe("Integrations with services", () => {
  let harness: Harness;
  let client: Client;

  async function open(fakes: readonly FakeService[], ...routes: TestRoute[]): Promise<void> {
    harness = await startGateway(fakes);
    client = await connect((await deployApi(harness, routes)).url);
  }

  afterEach(async () => {
    client.socket.terminate();
    await harness.stop();
  });

  it("start an execution and answer in AWS's number form", async () => {
    const operations = { StartExecution: () => ({ executionArn: "arn:x", startDate: 1652716274.909 }) };
    const template = `{"input":"{\\"data\\":$util.escapeJavaScript($input.json('$.data')).replaceAll("\\\\'","'")}","stateMachineArn":"m"}`;
    await open([{ id: "states", operations }], serviceRoute("go", "states:action/StartExecution", template));
    expect(await ask(client, { action: "go", data: { a: 'it\'s "q" \\ ok' } })).to.equal(
      '{"executionArn":"arn:x","startDate":1.652716274909E9}',
    );
    const [call] = harness.calls;
    expect(call?.input["stateMachineArn"]).to.equal("m");
    expect(JSON.parse(String(call?.input["input"]))).to.deep.equal({ data: { a: 'it\'s "q" \\ ok' } });
  });

  it("run an Express execution and say of which type its details are", async () => {
    const output = {
      billingDetails: { billedDurationInMilliseconds: 100, billedMemoryUsedInMB: 64 },
      executionArn: "arn:e",
      inputDetails: { included: true },
      outputDetails: { included: true },
      startDate: 1652472014.974,
      status: "SUCCEEDED",
      stopDate: 1652472015,
    };
    await open(
      [{ id: "states", operations: { StartSyncExecution: () => output } }],
      serviceRoute("go", "states:action/StartSyncExecution", "{}"),
    );
    const details = '{"__type":"com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails","included":true}';
    expect(await ask(client, { action: "go" })).to.equal(
      `{"billingDetails":{"billedDurationInMilliseconds":100,"billedMemoryUsedInMB":64},"executionArn":"arn:e","inputDetails":${details},"outputDetails":${details},"startDate":1.652472014974E9,"status":"SUCCEEDED","stopDate":1.652472015E9}`,
    );
  });

  it("publish to SNS with a form and answer in JSON", async () => {
    const operations = { Publish: () => ({ MessageId: "id" }) };
    const template = `Action=Publish&TopicArn=$util.urlEncode('arn:topic')&Message=$util.urlEncode($input.path('$.text'))`;
    const headers = { "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'" };
    await open(
      [{ id: "sns", wire: SNS_WIRE, operations }],
      serviceRoute("go", "sns:action/Publish", template, { RequestParameters: headers }),
    );
    const reply: JsonObject = JSON.parse(await ask(client, { action: "go", text: "a&b=c +ü" }));
    expect(reply["PublishResponse"]).to.deep.include({ PublishResult: { MessageId: "id", SequenceNumber: null } });
    expect(harness.calls[0]?.input).to.deep.equal({ TopicArn: "arn:topic", Message: "a&b=c +ü" });
  });

  it("send to a queue named by the path, with a form and with JSON", async () => {
    const operations = { SendMessage: () => ({ MD5OfMessageBody: "m", MessageId: "id" }) };
    const form = { "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'" };
    const json = {
      "integration.request.header.Content-Type": "'application/x-amz-json-1.0'",
      "integration.request.header.X-Amz-Target": "'AmazonSQS.SendMessage'",
    };
    const target = "sqs:path/000000000000/orders";
    await open(
      [{ id: "sqs", wire: SQS_WIRE, operations }],
      serviceRoute("form", target, "Action=SendMessage&MessageBody=$util.urlEncode($input.json('$'))", {
        RequestParameters: form,
      }),
      serviceRoute("json", target, '{"MessageBody":"x"}', { RequestParameters: json }),
    );
    expect(await ask(client, { action: "form" })).to.match(
      /^\{"SendMessageResponse":\{"SendMessageResult":\{.*"MessageId":"id"/,
    );
    expect(await ask(client, { action: "json" })).to.equal('{"MD5OfMessageBody":"m","MessageId":"id"}');
    const url = `http://localhost:${harness.port}/000000000000/orders`;
    expect(harness.calls.map(({ input }) => input)).to.deep.equal([
      { MessageBody: '{"action":"form"}', QueueUrl: url },
      { MessageBody: "x", QueueUrl: url },
    ]);
  });

  it("put events only with a target of the author's", async () => {
    const operations = { PutEvents: () => ({ Entries: [{ EventId: "e" }], FailedEntryCount: 0 }) };
    const target = { "integration.request.header.X-Amz-Target": "'AWSEvents.PutEvents'" };
    await open(
      [{ id: "events", operations }],
      serviceRoute("with", "events:action/PutEvents", '{"Entries":[]}', { RequestParameters: target }),
      serviceRoute("without", "events:action/PutEvents", '{"Entries":[]}'),
    );
    expect(await ask(client, { action: "with" })).to.equal('{"Entries":[{"EventId":"e"}],"FailedEntryCount":0}');
    expect(await ask(client, { action: "without" })).to.equal(
      '{"__type":"com.amazon.coral.service#UnknownOperationException"}',
    );
    expect(harness.logged.join("\n")).to.contain("X-Amz-Target");
  });

  it("pass a service's refusal on, verbatim", async () => {
    const refuse = (): never => {
      throw new AwsError("ValidationException", "One or more parameter values were invalid", {
        namespace: "com.amazon.coral.validate",
      });
    };
    await open(
      [{ id: "dynamodb", operations: { PutItem: refuse } }],
      serviceRoute("go", "dynamodb:action/PutItem", "{}"),
    );
    expect(await ask(client, { action: "go" })).to.equal(
      '{"__type":"com.amazon.coral.validate#ValidationException","message":"One or more parameter values were invalid"}',
    );
  });

  it("answer what a malformed body gets from AWS, and say which template wrote it", async () => {
    await open(
      [{ id: "states", operations: { StartExecution: () => ({}) } }],
      serviceRoute("go", "states:action/StartExecution", '{"input":"$input.path(\'$.t\')"}'),
    );
    expect(await ask(client, { action: "go", t: 'a "quote"' })).to.equal(
      '{"__type":"com.amazon.coral.service#SerializationException"}',
    );
    expect(harness.logged.join("\n")).to.contain("escapeJavaScript");
    expect(harness.calls).to.have.lengthOf(0);
  });

  it("let no client text change a request: it comes to the service equal", async () => {
    const template = `{"TableName":"T","Item":{"text":{"S":"${ESCAPED("$.text")}"}}}`;
    await open(
      [{ id: "dynamodb", operations: { PutItem: () => ({}) } }],
      serviceRoute("go", "dynamodb:action/PutItem", template),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: "grapheme" }), fc.stringMatching(/^[$#{}"'\\/\n]*$/)),
        async (text) => {
          expect(await ask(client, { action: "go", text })).to.equal("{}");
          expect(harness.calls.at(-1)?.input).to.deep.equal({ TableName: "T", Item: { text: { S: text } } });
        },
      ),
      { numRuns: 100 },
    );
  });

  it("drop the body of a GET", async () => {
    await open(
      [{ id: "dynamodb", operations: { ListTables: () => ({ TableNames: [] }) } }],
      serviceRoute("go", "dynamodb:action/ListTables", '{"Limit":1}', { IntegrationMethod: "GET" }),
    );
    expect(await ask(client, { action: "go" })).to.equal('{"TableNames":[]}');
    expect(harness.calls[0]?.input).to.deep.equal({});
  });

  it("need a role, and one that may", async () => {
    const route = serviceRoute("go", "dynamodb:action/PutItem", "{}");
    const { CredentialsArn: _role, ...without } = route.integration ?? {};
    await open([{ id: "dynamodb", operations: { PutItem: () => ({}) } }], route, {
      ...route,
      key: "none",
      integration: without,
    });
    expect(await ask(client, { action: "none" })).to.contain("Internal server error");
    expect(harness.logged.join("\n")).to.contain("without CredentialsArn");
    harness.refused.add("dynamodb:PutItem");
    expect(await ask(client, { action: "go" })).to.equal(
      '{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"not authorized to perform: dynamodb:PutItem on resource: *"}',
    );
  });

  it("with what the runtime lacks fail by its name", async () => {
    await open([], serviceRoute("go", "kinesis:action/PutRecord", "{}"));
    expect(await ask(client, { action: "go" })).to.contain("Internal server error");
    expect(harness.logged.join("\n")).to.contain("no service kinesis");
  });

  it("are called as the role, in the session that API Gateway names", async () => {
    const callers: unknown[] = [];
    await open(
      [{ id: "dynamodb", operations: { PutItem: () => ({}) } }],
      serviceRoute("go", "dynamodb:action/PutItem", "{}"),
    );
    const { router } = harness;
    const original = router.call.bind(router);
    Object.assign(router, {
      call: (...args: Parameters<typeof original>) => {
        callers.push(args[3].caller);
        return original(...args);
      },
    });
    await ask(client, { action: "go" });
    expect(callers).to.deep.equal([{ kind: "role", roleArn: ROLE, sessionName: "BackplaneAssumeRoleSession" }]);
  });
});
