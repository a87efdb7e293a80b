import { expect } from "chai";
import { AwsError } from "../../../local/aws/error.ts";
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
  serviceRoute,
  startGateway,
  type TestRoute,
} from "./harness.ts";

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
});
