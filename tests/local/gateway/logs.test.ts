import { request } from "node:http";
import { expect } from "chai";
import { OWNER } from "../../../local/aws/caller.ts";
import type { JsonObject } from "../../../local/json.ts";
import {
  ask,
  type Client,
  connect,
  deployApi,
  type FakeService,
  FUNCTION,
  fakeLambda,
  type Harness,
  LAMBDA_ROUTE,
  mockRoute,
  ROLE,
  startGateway,
} from "./harness.ts";

const DestinationArn = "arn:aws:logs:us-east-1:000000000000:log-group:access";
const LIMITS = { ThrottlingBurstLimit: 5000, ThrottlingRateLimit: 10_000 };

describe("The logs of a stage", () => {
  let harness: Harness;
  let client: Client;
  let written: JsonObject[];
  let answer: (event: JsonObject) => unknown;

  const logs: FakeService = {
    id: "logs",
    operations: {
      CreateLogGroup: () => ({}),
      CreateLogStream: () => ({}),
      PutLogEvents: (input) => {
        written.push(input);
        return {};
      },
    },
  };

  beforeEach(async () => {
    written = [];
    answer = () => ({ statusCode: 200, body: "ok" });
    harness = await startGateway([logs, fakeLambda((event) => answer(event))]);
    const patch = { Op: "replace", Path: "/cloudwatchRoleArn", Value: ROLE };
    await harness.router.call("apigateway", "UpdateAccount", { PatchOperations: [patch] }, { caller: OWNER });
  });

  afterEach(async () => {
    client.socket.terminate();
    await harness.stop();
  });

  /** The events, with `ID` for each id; those of one group. */
  async function lines(group?: string): Promise<string[]> {
    await harness.clock.idle();
    return written
      .filter(({ logGroupName }) => group === undefined || logGroupName === group)
      .flatMap(({ logEvents }) => logEvents as { message: string }[])
      .map(({ message }) => message.replace(/[\w-]{15}=|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID"));
  }

  function http(method: string, path: string, body = ""): Promise<number> {
    const Authorization = "AWS4-HMAC-SHA256 Credential=AKIA/20240110/us-east-1/execute-api/aws4_request, Signature=0";
    return new Promise((resolve, reject) => {
      const headers = { Authorization, "User-Agent": "sdk" };
      const sent = request({ port: harness.port, method, path, headers }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode ?? 0));
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  it("have a row for each event in the access log, a dash where there is nothing", async () => {
    const Format =
      '{"id":"$context.requestId","route":"$context.routeKey","status":"$context.status","message":"$context.messageId","error":$context.error.messageString,"user":"$context.authorizer.principalId"}';
    const { url } = await deployApi(harness, [mockRoute("ping", "pong")], {
      stage: { AccessLogSettings: { Format, DestinationArn } },
    });
    client = await connect(url);
    await ask(client, { action: "ping" });
    await ask(client, { action: "nope" });
    expect(await lines()).to.deep.equal([
      '{"id":"ID","route":"$connect","status":"200","message":"-","error":-,"user":"-"}',
      '{"id":"ID","route":"ping","status":"200","message":"ID","error":-,"user":"-"}',
      '{"id":"ID","route":"$default","status":"403","message":"ID","error":"Forbidden","user":"-"}',
    ]);
    expect(written.every(({ logGroupName }) => logGroupName === "access")).to.equal(true);
  });

  it("know of the integration its latency only", async () => {
    const Format =
      "$context.requestId $context.integrationLatency ${context.integration.status} $context.authorizer.x-y|";
    const { url } = await deployApi(harness, [{ key: "$connect", ...LAMBDA_ROUTE }], {
      stage: { AccessLogSettings: { Format, DestinationArn } },
    });
    client = await connect(url);
    expect(await lines()).to.deep.equal(["ID 0 - -|"]);
  });

  it("have a row for each request to @connections", async () => {
    const Format =
      "$context.eventType $context.routeKey $context.status $context.identity.userAgent $context.connectedAt $context.error.message $context.requestId";
    const { url, apiId } = await deployApi(harness, [mockRoute("ping", "pong")], {
      stage: {
        AccessLogSettings: { Format, DestinationArn },
        DefaultRouteSettings: { LoggingLevel: "INFO", ...LIMITS },
      },
    });
    client = await connect(url);
    await lines();
    written.length = 0;
    const path = `/${apiId}/dev/@connections`;
    for (const [method, id] of [
      ["GET", "XDmENcnwIE0CFEQ="],
      ["POST", "nobody"],
    ] as const) {
      await http(method, `${path}/${id}`);
    }
    await http("POST", `${path}/XDmENcnwIE0CFEQ=`, "x".repeat(128 * 1024 + 1));
    const route = (method: string): string => `CONNECTION_API ${method} /@connections/{connectionId}`;
    expect(await lines("access")).to.deep.equal([
      `${route("GET")} 410 sdk - - ID`,
      `${route("POST")} 400 sdk - Invalid connectionId: nobody ID`,
      `${route("POST")} 413 sdk - Message too long ID`,
    ]);
    expect((await lines(`/aws/apigateway/${apiId}/dev`)).slice(0, 5)).to.deep.equal([
      "(ID) Extended Request Id: ID",
      "(ID) Starting execution for request: ID",
      "(ID) WebSocket Request Route: [GET /@connections/{connectionId}]",
      "(ID) Connection API request failed: GoneException",
      "(ID) Connection API request completed with status: 410",
    ]);
  });

  describe("of executions", () => {
    async function open(settings: JsonObject): Promise<string> {
      const { url, apiId } = await deployApi(
        harness,
        [
          { key: "$default", ...LAMBDA_ROUTE },
          { key: "$disconnect", ...LAMBDA_ROUTE },
        ],
        { stage: { DefaultRouteSettings: { ...LIMITS, ...settings } } },
      );
      client = await connect(url, { headers: { "User-Agent": "me" } });
      return apiId;
    }

    const begun = (apiId: string, route: string): string[] => [
      "(ID) Extended Request Id: ID",
      `(ID) Verifying Usage Plan for request: ID. API Key:  API Stage: ${apiId}/dev`,
      `(ID) API Key  authorized because route '${route}' does not require API Key. Request will not contribute to throttle or quota limits`,
      `(ID) Usage Plan check succeeded for API Key  and API Stage ${apiId}/dev`,
      "(ID) Starting execution for request: ID",
      `(ID) WebSocket Request Route: [${route}]`,
    ];

    it("follow a connection from beginning to end", async () => {
      const apiId = await open({ LoggingLevel: "INFO" });
      expect(await lines()).to.deep.equal([
        ...begun(apiId, "$connect"),
        `(ID) Client [UserAgent: me, SourceIp: 127.0.0.1] is connecting to WebSocket API [${apiId}].`,
        `(ID) Client [Connection Id: ID] connected to API [${apiId}] successfully.`,
      ]);
      written.length = 0;
      await ask(client, "secret");
      const uri = `https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/${FUNCTION}/invocations`;
      const called = [
        `(ID) Endpoint request URI: ${uri}`,
        "(ID) AWS Integration Endpoint RequestId : ID",
        "(ID) Received response. Status: 200, Integration latency: 0 ms",
      ];
      expect(await lines(`/aws/apigateway/${apiId}/dev`)).to.deep.equal([
        ...begun(apiId, "$default"),
        `(ID) WebSocket API [${apiId}] received message from client [Connection Id: ID].`,
        ...called,
        `(ID) Message from client [Connection Id: ID] sent to API [${apiId}] with response status code [200].`,
      ]);
      written.length = 0;
      client.socket.close();
      await client.closed;
      while (written.length === 0) await new Promise((resolve) => setImmediate(resolve));
      expect(await lines()).to.deep.equal([
        ...begun(apiId, "$disconnect"),
        ...called,
        `(ID) Client [Connection Id: ID] disconnected from API [${apiId}] with integration response status code [200]. Close reason: [1005: Client-side close frame status not set]`,
      ]);
    });

    it("have no endpoint where an integration asks nobody", async () => {
      const { url } = await deployApi(harness, [mockRoute("$default", "ok")], {
        stage: { DefaultRouteSettings: { ...LIMITS, LoggingLevel: "INFO", DataTraceEnabled: true } },
      });
      client = await connect(url);
      await ask(client, "x");
      const told = (await lines()).join("\n");
      expect(told).to.contain("Endpoint request body after transformations").and.not.to.contain("Endpoint request URI");
    });

    it("hold messages only where data is traced", async () => {
      await open({ LoggingLevel: "INFO", DataTraceEnabled: true });
      written.length = 0;
      await ask(client, "secret");
      const traced = (await lines()).filter((line) => line.startsWith("(ID) Endpoint re"));
      expect(traced[1]).to.equal("(ID) Endpoint request headers: {}");
      expect(traced[2]).to.match(
        /^\(ID\) Endpoint request body after transformations: \{"requestContext":.*"body":"secret"/,
      );
      expect(traced[3]).to.equal("(ID) Endpoint response body before transformations: ok");
    });

    it("hold at ERROR only what failed", async () => {
      await open({ LoggingLevel: "ERROR" });
      await ask(client, "fine");
      answer = () => {
        throw new Error("boom");
      };
      await ask(client, "x");
      answer = () => null;
      await ask(client, "x");
      expect(await lines()).to.deep.equal([
        "(ID) Lambda execution failed due to customer function error: boom. Lambda request id: ID",
        "(ID) Execution failed: Internal server error",
        "(ID) Execution failed due to configuration error: Malformed Lambda proxy response",
        "(ID) Execution failed: Internal server error",
      ]);
    });

    it("are a route's own where it has settings", async () => {
      const { url } = await deployApi(harness, [mockRoute("loud", "ok"), mockRoute("$default", "ok")], {
        stage: { RouteSettings: { loud: { LoggingLevel: "INFO", ...LIMITS } } },
      });
      client = await connect(url);
      await ask(client, { action: "silent" });
      expect(await lines()).to.deep.equal([]);
      await ask(client, { action: "loud" });
      expect((await lines()).join("\n")).to.contain("WebSocket Request Route: [loud]");
    });

    it("are cut at 1024 bytes, between characters", async () => {
      await open({ LoggingLevel: "ERROR" });
      answer = () => {
        throw new Error("é".repeat(2000));
      };
      await ask(client, "x");
      await harness.clock.idle();
      const [{ message = "" } = {}] = written.flatMap(({ logEvents }) => logEvents as { message: string }[]);
      expect(Buffer.byteLength(message)).to.be.within(1022, 1024);
      expect(message.at(-1)).to.equal("é");
    });
  });
});
