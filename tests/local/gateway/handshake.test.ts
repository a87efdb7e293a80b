import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import {
  connect,
  deployApi,
  fakeLambda,
  type Harness,
  LAMBDA_ROUTE,
  mockRoute,
  ROLE,
  startGateway,
} from "./harness.ts";
import { masked, type Refusal, refusal, statusOf, unnamed } from "./refusal.ts";

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

interface RefusalCase extends Refusal {
  readonly name: string;
  readonly path?: string;
  readonly request?: Record<string, string>;
  readonly answer?: unknown;
  readonly throws?: string;
  readonly limits?: boolean;
  readonly iam?: boolean;
}

const { cases: refusals }: { cases: readonly RefusalCase[] } = JSON.parse(
  readFileSync(new URL("../../cases/gateway/refused-handshakes.json", import.meta.url), "utf8"),
);

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

  for (const one of refusals) {
    it(`is answered, to the byte: ${one.name}`, async () => {
      answer = () => {
        if (one.throws !== undefined) throw new Error(one.throws);
        return one.answer;
      };
      const route = one.iam === true ? { route: { AuthorizationType: "AWS_IAM" } } : {};
      const limits = { DefaultRouteSettings: { ThrottlingBurstLimit: 0, ThrottlingRateLimit: 0 } };
      const { apiId } = await deployApi(harness, [{ key: "$connect", ...LAMBDA_ROUTE, ...route }], {
        ...(one.limits === true ? { stage: limits } : {}),
      });
      const { status, headers, body } = await refusal(harness.port, `/${apiId}${one.path ?? "/dev"}`, one.request);
      expect({ status, headers: masked(headers), body: unnamed(body) }).to.deep.equal({
        status: one.status,
        headers: one.headers,
        body: one.body,
      });
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

  // DG/apigateway-execution-service-websocket-limits-table: the URL of a WebSocket API has at most 4,096 characters.
  it("a URL may have 4,096 characters on AWS, and no more", async () => {
    const { apiId } = await deployApi(harness, [mockRoute("a")]);
    const start = `wss://${apiId}.execute-api.us-east-1.amazonaws.com/dev?q=`;
    const query = "x".repeat(4096 - start.length);
    expect(await statusOf(`${harness.url}/${apiId}/dev?q=${query}`)).to.equal(101);
    const { status, body } = await refusal(harness.port, `/${apiId}/dev?q=${query}x`);
    expect({ status, body }).to.deep.equal({ status: "414 URI Too Long", body: '{"message":"URI Too Long"}' });
    expect(harness.logged.at(-1)).to.contain("its URL has 4097 characters on AWS");
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
    const { body } = await refusal(harness.port, new URL(url).pathname);
    expect(body).to.contain('{"message": "Missing required request parameters: [room]",');
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
    const { status, body } = await refusal(harness.port, `/${apiId}/dev`, { "Sec-WebSocket-Version": "7" });
    expect({ status, body }).to.deep.equal({ status: "400 Bad Request", body: '{"message":"Bad Request"}' });
    expect(harness.calls).to.have.lengthOf(0);
  });
});
