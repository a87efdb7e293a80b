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
  FUNCTION_URI,
  fakeLambda,
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

describe("Integrations", () => {
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

  describe("with several responses", () => {
    const responses = [
      { IntegrationResponseKey: "/2\\d\\d/", ResponseTemplates: { $default: "{\"good\":$input.json('$.a')}" } },
      {
        IntegrationResponseKey: "/4\\d{2}/",
        ResponseTemplates: { $default: "bad $input.path('$.message') $context.routeKey" },
      },
    ];

    it("choose by status, and their templates read the answer", async () => {
      let fails = false;
      const PutItem = (): JsonObject => {
        if (fails) throw new AwsError("ValidationException", "no");
        return { a: "x" };
      };
      await open([{ id: "dynamodb", operations: { PutItem } }], {
        ...serviceRoute("go", "dynamodb:action/PutItem", "{}"),
        responses,
      });
      expect(await ask(client, { action: "go" })).to.equal('{"good":"x"}');
      fails = true;
      expect(await ask(client, { action: "go" })).to.equal("bad no go");
    });
  });

  it("of type AWS give a function the template's text, and choose by its error", async () => {
    const lambda = fakeLambda((event) => {
      if (event["fail"] === true) throw new Error("Not found: 7");
      return { got: event };
    });
    const integration = {
      IntegrationType: "AWS",
      IntegrationMethod: "POST",
      IntegrationUri: FUNCTION_URI,
      RequestTemplates: { $default: '{"fail":$input.json(\'$.fail\'),"id":"$context.connectionId"}' },
    };
    const responses = [
      { IntegrationResponseKey: "$default" },
      { IntegrationResponseKey: "/Not found.*/", ResponseTemplates: { $default: "missing" } },
    ];
    await open([lambda], { key: "go", integration, responses });
    expect(await ask(client, { action: "go", fail: false })).to.match(/^\{"got":\{"fail":false,"id":"[\w-]{15}="\}\}$/);
    expect(await ask(client, { action: "go", fail: true })).to.equal("missing");
  });

  it("choose the request template by expression, then $default, then pass the frame on", async () => {
    const common = {
      IntegrationType: "AWS",
      IntegrationMethod: "POST",
      IntegrationUri: FUNCTION_URI,
      TemplateSelectionExpression: "$request.body.kind",
    };
    const responses = [{ IntegrationResponseKey: "$default" }];
    await open(
      [fakeLambda((event) => event)],
      {
        key: "a",
        integration: { ...common, RequestTemplates: { x: '{"by":"x"}', $default: '{"by":"default"}' } },
        responses,
      },
      { key: "b", integration: { ...common, RequestTemplates: { x: '{"by":"x"}' } }, responses },
      {
        key: "c",
        integration: { ...common, RequestTemplates: { x: '{"by":"x"}' }, PassthroughBehavior: "WHEN_NO_TEMPLATES" },
        responses,
      },
    );
    expect(await ask(client, { action: "a", kind: "x" })).to.equal('{"by":"x"}');
    expect(await ask(client, { action: "a", kind: "y" })).to.equal('{"by":"default"}');
    expect(await ask(client, { action: "b", kind: "y" })).to.equal('{"action":"b","kind":"y"}');
    expect(await ask(client, { action: "c", kind: "y" })).to.contain("Unsupported Media Type");
  });

  it("reach HTTP servers with mapped parameters", async () => {
    const seen: { url: string; init: RequestInit }[] = [];
    const fetchUrl = async (url: string, init: RequestInit): Promise<Response> => {
      seen.push({ url, init });
      return new Response('{"id":1}', { status: 201, headers: { "content-type": "application/json" } });
    };
    harness = await startGateway([], { fetch: fetchUrl });
    const integration = {
      IntegrationType: "HTTP_PROXY",
      IntegrationMethod: "POST",
      IntegrationUri: "https://example.test/${stageVariables.version}/{room}",
      RequestParameters: {
        "integration.request.path.room": "route.request.body.room",
        "integration.request.querystring.who": "context.connectionId",
        "integration.request.header.X-Kind": "'static'",
        "integration.request.header.X-Stage": "stageVariables.version",
      },
    };
    const { url } = await deployApi(harness, [{ key: "$default", integration }], {
      stage: { StageVariables: { version: "v1" } },
    });
    client = await connect(url);
    expect(await ask(client, { room: "a b" })).to.equal('{"id":1}');
    const [request] = seen;
    expect(request?.url).to.match(/^https:\/\/example\.test\/v1\/a%20b\?who=[\w-]{15}%3D$/);
    expect(request?.init.body).to.equal('{"room":"a b"}');
    expect(request?.init.headers).to.include({ "X-Kind": "static", "X-Stage": "v1" });
  });

  it("turn base64 into bytes for HTTP servers, and their bytes into base64", async () => {
    let sent: unknown;
    const fetchUrl = async (asked: string, init: RequestInit): Promise<Response> => {
      if (asked === "https://text.test/") return new Response("/wCA");
      sent = init.body;
      return new Response(new Uint8Array([0xff, 0x00, 0x80]));
    };
    harness = await startGateway([], { fetch: fetchUrl });
    const integration = {
      IntegrationType: "HTTP",
      IntegrationMethod: "POST",
      IntegrationUri: "https://example.test/",
      ContentHandlingStrategy: "CONVERT_TO_BINARY",
    };
    const to = (ContentHandlingStrategy: string) => [{ IntegrationResponseKey: "$default", ContentHandlingStrategy }];
    const { url } = await deployApi(harness, [
      { key: "$default", integration, responses: to("CONVERT_TO_TEXT") },
      {
        key: "bytes",
        integration: { ...integration, IntegrationUri: "https://text.test/" },
        responses: to("CONVERT_TO_BINARY"),
      },
    ]);
    client = await connect(url);
    expect(await ask(client, "/wCA")).to.equal("/wCA");
    expect(Buffer.from(sent as Uint8Array).toString("hex")).to.equal("ff0080");
    const frame = new Promise((resolve) =>
      client.socket.once("message", (data: Buffer, isBinary: boolean) => resolve([data.toString("hex"), isBinary])),
    );
    client.socket.send('{"action":"bytes"}');
    expect(await frame).to.deep.equal(["ff0080", true]);
  });

  it("that cannot be reached are an error frame with the reason in the log", async () => {
    harness = await startGateway([], { fetch: () => Promise.reject(new Error("connection refused")) });
    const integration = {
      IntegrationType: "HTTP_PROXY",
      IntegrationMethod: "GET",
      IntegrationUri: "http://127.0.0.1:9/x",
    };
    client = await connect((await deployApi(harness, [{ key: "$default", integration }])).url);
    expect(await ask(client, "x")).to.contain("Internal server error");
    expect(harness.logged.join("\n")).to.contain("connection refused");
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
