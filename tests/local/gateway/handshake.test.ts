import { readFileSync } from "node:fs";
import { request } from "node:http";
import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import {
  connect,
  deployApi,
  FUNCTION_URI,
  fakeLambda,
  type Harness,
  LAMBDA_ROUTE,
  mockRoute,
  ROLE,
  startGateway,
} from "./harness.ts";

interface Case {
  readonly name: string;
  readonly answer?: unknown;
  readonly throws?: string;
  readonly refused?: string;
  readonly path?: string;
  readonly status: number;
}

const { cases }: { cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL("../../cases/gateway/handshakes.json", import.meta.url), "utf8"),
);

/** The status a handshake ends with; 101 connections are closed again. */
async function statusOf(url: string, options?: Parameters<typeof connect>[1]): Promise<number> {
  try {
    const client = await connect(url, options);
    client.socket.terminate();
    return 101;
  } catch (error) {
    return Number(error instanceof Error ? error.message : error);
  }
}

describe("Handshakes", () => {
  let harness: Harness;
  let answer: (event: JsonObject) => unknown = () => ({ statusCode: 200 });

  beforeEach(async () => {
    harness = await startGateway([fakeLambda((event) => answer(event))]);
  });

  afterEach(() => harness.stop());

  for (const one of cases) {
    it(`${one.name}: ${one.status}`, async () => {
      answer = () => {
        if (one.throws !== undefined) throw new Error(one.throws);
        return one.answer;
      };
      if (one.refused !== undefined) harness.refused.add(one.refused);
      const { url } = await deployApi(harness, [{ key: "$connect", ...LAMBDA_ROUTE }]);
      expect(await statusOf(`${url}${one.path ?? ""}`)).to.equal(one.status);
      if (one.status !== 101) expect(harness.logged.join("\n")).to.match(/refused|handshake fails/i);
    });
  }

  it("an unknown stage is 403, with the stage in the log", async () => {
    const { apiId } = await deployApi(harness, [mockRoute("a")]);
    expect(await statusOf(`${harness.url}/${apiId}/prod`)).to.equal(403);
    expect(harness.logged.at(-1)).to.contain('no deployed stage "prod"');
  });

  it("an API without its own endpoint is 403 from its next deployment on", async () => {
    const { apiId, url } = await deployApi(harness, [mockRoute("a")]);
    await harness.control("UpdateApi", { ApiId: apiId, DisableExecuteApiEndpoint: true });
    expect(await statusOf(url)).to.equal(101);
    await harness.control("CreateDeployment", { ApiId: apiId, StageName: "dev" });
    expect(await statusOf(url)).to.equal(403);
    expect(harness.logged.at(-1)).to.contain("disableExecuteApiEndpoint");
  });

  it("without a $connect route everybody is welcome", async () => {
    const { url } = await deployApi(harness, [mockRoute("a")]);
    expect(await statusOf(url)).to.equal(101);
  });

  it("is found by the API's own host name", async () => {
    const { apiId } = await deployApi(harness, [mockRoute("a")]);
    const headers = { Host: `${apiId}.execute-api.us-east-1.amazonaws.com` };
    expect(await statusOf(`${harness.url}/dev`, { headers })).to.equal(101);
  });

  it("a MOCK $connect with an integration response opens", async () => {
    const { url } = await deployApi(harness, [mockRoute("$connect")]);
    expect(await statusOf(url)).to.equal(101);
  });

  it("a service's refusal is the handshake's status", async () => {
    await harness.stop();
    harness = await startGateway([{ id: "dynamodb", operations: { PutItem: () => ({}) } }]);
    const integration = {
      IntegrationType: "AWS",
      IntegrationMethod: "POST",
      IntegrationUri: "arn:aws:apigateway:us-east-1:dynamodb:action/PutItem",
      CredentialsArn: ROLE,
      RequestTemplates: { "application/json": '{"TableName":"$input.params(\'a\')"' },
    };
    const responses = [{ IntegrationResponseKey: "$default" }];
    const { url } = await deployApi(harness, [{ key: "$connect", integration, responses }]);
    expect(await statusOf(url)).to.equal(400);
    expect(harness.logged.join("\n")).to.contain("rendered what is not JSON");
  });

  it("missing required parameters are 400 and the integration does not run", async () => {
    answer = () => ({ statusCode: 200 });
    const { url } = await deployApi(harness, [
      {
        key: "$connect",
        ...LAMBDA_ROUTE,
        route: { RequestParameters: { "route.request.querystring.room": { Required: true } } },
      },
    ]);
    expect(await statusOf(url)).to.equal(400);
    expect(harness.calls).to.have.lengthOf(0);
    expect(await statusOf(`${url}?room=1`)).to.equal(101);
  });

  it("limits that are used up are 429", async () => {
    const { url } = await deployApi(harness, [mockRoute("$connect")], {
      stage: { DefaultRouteSettings: { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 1 } },
    });
    expect(await statusOf(url)).to.equal(101);
    expect(await statusOf(url)).to.equal(429);
  });

  it("an integration longer than its timeout is 504", async () => {
    answer = async () => {
      await harness.clock.sleep(60_000);
      return { statusCode: 200 };
    };
    const integration = { ...LAMBDA_ROUTE.integration, TimeoutInMillis: 50 };
    const { url } = await deployApi(harness, [{ key: "$connect", integration }]);
    expect(await statusOf(url)).to.equal(504);
  });

  it("the body names the failure, the connection and the request", async () => {
    answer = () => ({ statusCode: 401 });
    const { apiId } = await deployApi(harness, [{ key: "$connect", ...LAMBDA_ROUTE }]);
    const body = await refusedBody(harness.port, `/${apiId}/dev`);
    expect(body).to.match(/^\{"message": "Unauthorized", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/);
  });

  it("answers with the subprotocol that the function chose, and with none otherwise", async () => {
    answer = () => ({ statusCode: 200, headers: { "Sec-WebSocket-Protocol": "soap" } });
    const { url } = await deployApi(harness, [{ key: "$connect", ...LAMBDA_ROUTE }]);
    const client = await connect(url, { protocols: ["wamp", "soap"] });
    expect(client.socket.protocol).to.equal("soap");
    client.socket.terminate();
    answer = () => ({ statusCode: 200 });
    const refused = await connect(url, { protocols: ["wamp"] }).catch((error: Error) => error.message);
    expect(refused).to.equal("Server sent no subprotocol");
  });

  it("shows a function the event that AWS sends, member by member", async () => {
    const events: JsonObject[] = [];
    answer = (event) => {
      events.push(event);
      return { statusCode: 200 };
    };
    const { url, apiId } = await deployApi(harness, [{ key: "$connect", ...LAMBDA_ROUTE }]);
    const client = await connect(`${url}?a=1&a=2&b=it%27s+%22q%22`, {
      headers: { "x-note": 'it\'s "q" \\ ok', "User-Agent": "me" },
    });
    client.socket.terminate();
    const [event = {}] = events;
    expect(Object.keys(event)).to.deep.equal([
      "headers",
      "multiValueHeaders",
      "queryStringParameters",
      "multiValueQueryStringParameters",
      "requestContext",
      "isBase64Encoded",
    ]);
    expect(Object.keys(event["requestContext"] as object)).to.deep.equal(
      "routeKey eventType extendedRequestId requestTime messageDirection stage connectedAt requestTimeEpoch identity requestId domainName connectionId apiId".split(
        " ",
      ),
    );
    expect(Object.keys(event["headers"] as object)).to.deep.equal(
      "Host Sec-WebSocket-Extensions Sec-WebSocket-Key Sec-WebSocket-Version User-Agent X-Amzn-Trace-Id X-Forwarded-For X-Forwarded-Port X-Forwarded-Proto x-note"
        .split(" ")
        .filter((name) => name !== "Sec-WebSocket-Extensions"),
    );
    expect(event["headers"]).to.include({
      Host: `${apiId}.execute-api.us-east-1.amazonaws.com`,
      "x-note": 'it\'s "q" \\ ok',
      "X-Forwarded-Port": "443",
    });
    expect(event["queryStringParameters"]).to.deep.equal({ a: "2", b: 'it\'s "q"' });
    expect(event["multiValueQueryStringParameters"]).to.deep.equal({ a: ["1", "2"], b: ['it\'s "q"'] });
    expect(event["requestContext"]).to.deep.include({ routeKey: "$connect", eventType: "CONNECT", stage: "dev" });
  });

  it("is refused when the protocol is not spoken, before $connect runs", async () => {
    const { apiId } = await deployApi(harness, [{ key: "$connect", ...LAMBDA_ROUTE }]);
    const body = await refusedBody(harness.port, `/${apiId}/dev`, { "Sec-WebSocket-Version": "7" });
    expect(body).to.contain("Bad Request");
    expect(harness.calls).to.have.lengthOf(0);
  });

  describe("with an authorizer", () => {
    const policy = (Resource: string, Effect = "Allow") => ({
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect, Resource }],
    });

    async function protectedApi(identity: string[] = ["route.request.querystring.token"]) {
      const { ApiId } = await harness.control("CreateApi", {
        Name: "test",
        ProtocolType: "WEBSOCKET",
        RouteSelectionExpression: "$request.body.action",
      });
      const api = { ApiId: String(ApiId) };
      const { AuthorizerId } = await harness.control("CreateAuthorizer", {
        ...api,
        Name: "gate",
        AuthorizerType: "REQUEST",
        AuthorizerUri: FUNCTION_URI,
        IdentitySource: identity,
      });
      const auth = { AuthorizationType: "CUSTOM", AuthorizerId: String(AuthorizerId) };
      const { IntegrationId } = await harness.control("CreateIntegration", { ...api, ...LAMBDA_ROUTE.integration });
      const target = { Target: `integrations/${IntegrationId}` };
      await harness.control("CreateRoute", { ...api, RouteKey: "$connect", ...target, ...auth });
      const { RouteId } = await harness.control("CreateRoute", { ...api, RouteKey: "$default", ...target });
      await harness.control("CreateRouteResponse", { ...api, RouteId: String(RouteId), RouteResponseKey: "$default" });
      const { DeploymentId } = await harness.control("CreateDeployment", api);
      await harness.control("CreateStage", { ...api, StageName: "dev", DeploymentId: String(DeploymentId) });
      return `${harness.url}/${ApiId}/dev`;
    }

    const verdicts: readonly (readonly [string, (event: JsonObject) => unknown, number])[] = [
      ["allowed", (event) => ({ principalId: "me", policyDocument: policy(String(event["methodArn"])) }), 101],
      ["denied", () => ({ principalId: "me", policyDocument: policy("*", "Deny") }), 403],
      [
        "another resource",
        () => ({ principalId: "me", policyDocument: policy("arn:aws:execute-api:*:*:*/dev/*/*") }),
        403,
      ],
      ["malformed answer", () => ({ statusCode: 401 }), 500],
      ["nested context", () => ({ principalId: "me", policyDocument: policy("*"), context: { a: { b: 1 } } }), 500],
    ];
    for (const [name, verdict, status] of verdicts) {
      it(`${name}: ${status}`, async () => {
        answer = (event) => (event["type"] === "REQUEST" ? verdict(event) : { statusCode: 200 });
        expect(await statusOf(`${await protectedApi()}?token=t`)).to.equal(status);
      });
    }

    it("which says Unauthorized: 401; anything else it throws: 500", async () => {
      const url = `${await protectedApi()}?token=t`;
      for (const [message, status] of [
        ["Unauthorized", 401],
        ["oops", 500],
      ] as const) {
        answer = () => {
          throw new Error(message);
        };
        expect(await statusOf(url)).to.equal(status);
      }
    });

    it("without its identity source: 401, and it is not asked", async () => {
      const url = await protectedApi();
      expect(await statusOf(url)).to.equal(401);
      expect(await statusOf(`${url}?token=`)).to.equal(401);
      expect(harness.calls).to.have.lengthOf(0);
    });

    it("keeps its context for the life of the connection, as texts", async () => {
      const events: JsonObject[] = [];
      answer = (event) => {
        if (event["type"] === "REQUEST") {
          return { principalId: "me", policyDocument: policy("*"), context: { n: 1, b: true } };
        }
        events.push(event);
        return { statusCode: 200, body: "ok" };
      };
      const client = await connect(`${await protectedApi()}?token=t`);
      client.socket.send("hello");
      expect(await client.next()).to.equal("ok");
      client.socket.terminate();
      const seen = events.map(({ requestContext }) => (requestContext as JsonObject)["authorizer"]);
      expect(seen).to.deep.equal([
        { principalId: "me", n: "1", b: "true" },
        { principalId: "me", n: "1", b: "true" },
      ]);
    });

    it("sees the upgrade's headers and empty maps", async () => {
      let seen: JsonObject = {};
      answer = (event) => {
        if (event["type"] === "REQUEST") seen = event;
        return { statusCode: 200, principalId: "me", policyDocument: policy("*") };
      };
      expect(await statusOf(await protectedApi([]))).to.equal(101);
      expect(Object.keys(seen)).to.deep.equal(
        "type methodArn headers multiValueHeaders queryStringParameters multiValueQueryStringParameters stageVariables requestContext".split(
          " ",
        ),
      );
      expect(seen["headers"]).to.include({ Connection: "upgrade", Upgrade: "websocket", "content-length": "0" });
      expect(seen["queryStringParameters"]).to.deep.equal({});
    });
  });

  describe("with AWS_IAM", () => {
    const signed = (key: string) => ({
      headers: {
        Authorization: `AWS4-HMAC-SHA256 Credential=${key}/20240110/us-east-1/execute-api/aws4_request, Signature=0`,
      },
    });

    it("needs a signature and the permission", async () => {
      const { url } = await deployApi(harness, [
        mockRoute("$connect", undefined, { route: { AuthorizationType: "AWS_IAM" } }),
      ]);
      expect(await statusOf(url)).to.equal(403);
      expect(await statusOf(url, signed("AKIAOWNER"))).to.equal(101);
      expect(await statusOf(url, signed("ASIAROLE"))).to.equal(101);
      harness.refused.add("execute-api:Invoke");
      expect(await statusOf(url, signed("ASIAROLE"))).to.equal(403);
    });
  });
});

function refusedBody(port: number, path: string, headers: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const upgrade = {
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
      "Sec-WebSocket-Version": "13",
      ...headers,
    };
    const sent = request({ port, path, headers: upgrade }, (response) => {
      response.setEncoding("utf8");
      let body = "";
      response.on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => resolve(body));
    });
    sent.on("error", reject);
    sent.end();
  });
}
