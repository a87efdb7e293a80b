import { request } from "node:http";
import {
  ApiGatewayManagementApiClient,
  GetConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import {
  type Client,
  connect,
  deployApi,
  fakeLambda,
  type Harness,
  LAMBDA_ROUTE,
  ROLE,
  startGateway,
} from "./harness.ts";

const SIGNED = {
  Authorization: "AWS4-HMAC-SHA256 Credential=AKIA/20240110/us-east-1/execute-api/aws4_request, Signature=0",
};
const SIGNED_BY_ROLE = { Authorization: SIGNED.Authorization.replace("AKIA", "ASIAROLE") };

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function http(port: number, method: string, path: string, headers: Record<string, string>, body = ""): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, method, path, headers }, (response) => {
      response.setEncoding("utf8");
      let text = "";
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => {
        const found = Object.entries(response.headers).map(([name, value]) => [name, String(value)] as const);
        resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(found), body: text });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

describe("@connections", () => {
  let harness: Harness;
  let client: Client;
  let path: string;
  let id: string;
  let disconnected: JsonObject[];

  beforeEach(async () => {
    disconnected = [];
    harness = await startGateway([
      fakeLambda((event) => {
        const context = event["requestContext"] as JsonObject;
        if (context["eventType"] === "CONNECT") id = String(context["connectionId"]);
        else disconnected.push(context);
        return { statusCode: 200 };
      }),
    ]);
    const { url, apiId } = await deployApi(harness, [
      { key: "$connect", ...LAMBDA_ROUTE },
      { key: "$disconnect", ...LAMBDA_ROUTE },
    ]);
    client = await connect(url, { headers: { "User-Agent": "me" } });
    path = `/${apiId}/dev/@connections`;
  });

  afterEach(async () => {
    client.socket.terminate();
    await harness.stop();
  });

  it("POST delivers the bytes as one text, and answers an empty 200", async () => {
    const answer = await http(harness.port, "POST", `${path}/${encodeURIComponent(id)}`, SIGNED, '{"Message":"héllo"}');
    expect(await client.next()).to.equal('{"Message":"héllo"}');
    expect(answer).to.include({ status: 200, body: "" });
    expect(answer.headers).to.include({ "content-type": "application/json", "content-length": "0" });
    expect(answer.headers["x-amzn-requestid"]).to.match(/^[0-9a-f-]{36}$/);
    expect(answer.headers).to.have.property("x-amz-apigw-id");
  });

  it("takes the id encoded or not, and @ encoded or not", async () => {
    for (const spelling of [`${path}/${id}`, `${path.replace("@", "%40")}/${encodeURIComponent(id)}`]) {
      expect((await http(harness.port, "POST", spelling, SIGNED, "x")).status).to.equal(200);
      expect(await client.next()).to.equal("x");
    }
  });

  it("GET answers AWS's pretty JSON", async () => {
    await harness.clock.advance(1500);
    const answer = await http(harness.port, "GET", `${path}/${id}`, SIGNED);
    expect(answer.body).to.equal(
      '{\n  "identity" : {\n    "sourceIp" : "127.0.0.1",\n    "userAgent" : "me"\n  },\n  "connectedAt" : "2024-01-10T12:00:00.000Z",\n  "lastActiveAt" : "2024-01-10T12:00:00.000Z"\n}',
    );
  });

  it("DELETE closes with 1000, and $disconnect says so", async () => {
    const answer = await http(harness.port, "DELETE", `${path}/${id}`, SIGNED);
    expect(answer).to.include({ status: 204, body: "" });
    expect(answer.headers).not.to.have.property("content-type");
    expect(await client.closed).to.deep.equal({ code: 1000, reason: "Connection Closed Normally" });
    await harness.clock.idle();
    expect(disconnected).to.have.lengthOf(1);
    expect(disconnected[0]).to.include({ disconnectStatusCode: 1000, disconnectReason: "Connection Closed Normally" });
    expect((await http(harness.port, "POST", `${path}/${id}`, SIGNED, "x")).status).to.equal(410);
  });

  it("a client that is gone is 410 without a body", async () => {
    const answer = await http(harness.port, "POST", `${path}/XDmENcnwIE0CFEQ=`, SIGNED, "x");
    expect(answer).to.include({ status: 410, body: "" });
    expect(answer.headers).to.include({ "x-amzn-errortype": "GoneException", "content-type": "application/json" });
  });

  it("a malformed id is 400 in AWS's words", async () => {
    const answer = await http(harness.port, "POST", `${path}/WDGT8fY4joECJrQ=test`, SIGNED, "x");
    expect(answer).to.include({ status: 400, body: '{"message":"Invalid connectionId: WDGT8fY4joECJrQ=test"}' });
    expect(answer.headers["x-amzn-errortype"]).to.equal("BadRequestException");
  });

  it("a role without the permission is 403, and the resource ends in the literal {connectionId}", async () => {
    harness.refused.add("execute-api:ManageConnections");
    const answer = await http(harness.port, "POST", `${path}/${id}`, SIGNED_BY_ROLE, "x");
    expect(answer.status).to.equal(403);
    const api = path.split("/")[1];
    expect(answer.body).to.equal(
      `{"Message":"not authorized to perform: execute-api:ManageConnections on resource: arn:aws:execute-api:us-east-1:000000000000:${api}/dev/POST/@connections/{connectionId}"}`,
    );
    expect(ROLE).to.be.a("string");
  });

  it("an unsigned request is 403, and the log says how to sign", async () => {
    const answer = await http(harness.port, "POST", `${path}/${id}`, {}, "x");
    expect(answer).to.include({ status: 403, body: '{"message":"Missing Authentication Token"}' });
    expect(harness.logged.at(-1)).to.contain("--aws-sigv4");
  });

  it("a page's preflight is 403 as any other method, and the log says that pages cannot ask", async () => {
    expect((await http(harness.port, "OPTIONS", `${path}/${id}`, {}, "")).status).to.equal(403);
    expect(harness.logged.at(-1)).to.contain("Web pages cannot ask it");
  });

  it("another stage is 403", async () => {
    const answer = await http(harness.port, "POST", `${path.replace("/dev/", "/prod/")}/${id}`, SIGNED, "x");
    expect(answer).to.include({ status: 403, body: '{"message":"Forbidden"}' });
  });

  it("more than 128 KB is 413 and says nothing else: SDKs know it by its status alone", async () => {
    const Data = "x".repeat(128 * 1024 + 1);
    const answer = await http(harness.port, "POST", `${path}/${id}`, {}, Data);
    expect(answer).to.include({ status: 413, body: "" });
    expect(Object.keys(answer.headers)).to.have.members(["content-length", "date", "connection", "keep-alive"]);
    const sdk = new ApiGatewayManagementApiClient({
      endpoint: `http://127.0.0.1:${harness.port}${path.replace("/@connections", "")}`,
      region: "us-east-1",
      credentials: { accessKeyId: "AKIA", secretAccessKey: "x" },
    });
    const error: unknown = await sdk.send(new PostToConnectionCommand({ ConnectionId: id, Data })).catch((e) => e);
    expect(error).to.have.nested.property("$metadata.httpStatusCode", 413);
    sdk.destroy();
  });

  it("any stage of the API reaches a connection", async () => {
    const ApiId = path.split("/")[1] ?? "";
    await harness.control("CreateStage", { ApiId, StageName: "other" });
    const answer = await http(harness.port, "POST", `${path.replace("/dev/", "/other/")}/${id}`, SIGNED, "x");
    expect(answer.status).to.equal(200);
    expect(await client.next()).to.equal("x");
  });

  it("other methods are 403", async () => {
    const answer = await http(harness.port, "PUT", `${path}/${id}`, SIGNED);
    expect(answer).to.include({ status: 403, body: '{"message":"Forbidden"}' });
  });

  it("a plain request for the stage is told that this is a WebSocket API", async () => {
    const answer = await http(harness.port, "GET", path.replace("/@connections", ""), {});
    expect(answer).to.include({ status: 403, body: '{"message":"Forbidden"}' });
    expect(harness.logged.at(-1)).to.contain("connect with ws://");
    expect((await http(harness.port, "GET", `${path.replace("/@connections", "")}/x`, {})).status).to.equal(403);
  });

  it("a client whose endpoint is the runtime and no stage is refused, and the log says what its endpoint is", async () => {
    const found = await http(harness.port, "POST", `/%40connections/${encodeURIComponent(id)}`, SIGNED, "hi");
    expect([found.status, found.body]).to.deep.equal([403, '{"message":"Forbidden"}']);
    expect(harness.logged.join("\n")).to.include("the endpoint of @connections is the URL of an API's stage");
  });

  it("serves the AWS SDK", async () => {
    const sdk = new ApiGatewayManagementApiClient({
      endpoint: `http://127.0.0.1:${harness.port}${path.replace("/@connections", "")}`,
      region: "us-east-1",
      credentials: { accessKeyId: "AKIA", secretAccessKey: "x" },
    });
    await sdk.send(new PostToConnectionCommand({ ConnectionId: id, Data: "from the SDK" }));
    expect(await client.next()).to.equal("from the SDK");
    const { ConnectedAt, Identity } = await sdk.send(new GetConnectionCommand({ ConnectionId: id }));
    expect(ConnectedAt?.toISOString()).to.equal("2024-01-10T12:00:00.000Z");
    expect(Identity).to.deep.equal({ SourceIp: "127.0.0.1", UserAgent: "me" });
    const gone = await sdk
      .send(new PostToConnectionCommand({ ConnectionId: "XDmENcnwIE0CFEQ=", Data: "x" }))
      .catch((error: unknown) => error);
    expect(gone).to.be.instanceOf(GoneException);
    sdk.destroy();
  });
});

describe("A post from inside $connect", () => {
  it("finds nobody: the connection does not exist before the handshake is over", async () => {
    let harness: Harness | undefined;
    let status: string | undefined;
    const lambda = fakeLambda(async ({ requestContext }) => {
      const { connectionId, apiId } = requestContext as JsonObject;
      const input = { ApiId: String(apiId), Stage: "dev", ConnectionId: String(connectionId), Data: "" };
      await harness?.router
        .call("execute-api", "PostToConnection", input, { caller: { kind: "account" } })
        .catch((error: Error & { code: string }) => {
          status = error.code;
        });
      return { statusCode: 200 };
    });
    harness = await startGateway([lambda]);
    const { url } = await deployApi(harness, [{ key: "$connect", ...LAMBDA_ROUTE }]);
    const client = await connect(url);
    expect(status).to.equal("GoneException");
    client.socket.terminate();
    await harness.stop();
  });
});
