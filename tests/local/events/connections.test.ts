import { expect } from "chai";
import { OWNER } from "../../../local/aws/caller.ts";
import { AwsError } from "../../../local/aws/error.ts";
import { type VirtualClock, virtualClock } from "../../../local/clock/virtual-clock.ts";
import { createEventsWith } from "../../../local/events/module.ts";
import type { HttpExchange, HttpRequest, HttpResponse } from "../../../local/http-exchange.ts";
import type { JsonObject } from "../../../local/json.ts";
import type { Storage } from "../../../local/storage.ts";
import cases from "../../cases/events/connection-refusals.json" with { type: "json" };
import { type TestEnvironment, testEnvironment } from "../../support/environment.ts";

const KEY = { ApiKeyName: "x-key", ApiKeyValue: "k-secret" };
const API_KEY = { AuthorizationType: "API_KEY", AuthParameters: { ApiKeyAuthParameters: KEY } };
const CLIENT = { ClientID: "client", ClientSecret: "c-secret" };
const OAUTH = {
  AuthorizationType: "OAUTH_CLIENT_CREDENTIALS",
  AuthParameters: {
    OAuthParameters: {
      AuthorizationEndpoint: "https://auth.example.com/token",
      HttpMethod: "POST",
      ClientParameters: CLIENT,
    },
  },
};

function answer(status: number, body: unknown): HttpResponse {
  return { status, statusText: "", headers: [], body: Buffer.from(JSON.stringify(body)) };
}

describe("Connections of EventBridge", () => {
  let environment: TestEnvironment;
  /** What the authorization server was asked, and how it answers. */
  let asked: HttpRequest[];
  let server: HttpExchange;
  let theirs: VirtualClock;

  const start = (storage?: Storage) => {
    theirs = virtualClock();
    environment = testEnvironment(storage === undefined ? {} : { storage });
    return environment.use((each) =>
      createEventsWith(each, {
        clock: theirs,
        exchange: (request, limits) => {
          asked.push(request);
          return server(request, limits);
        },
      }),
    );
  };
  const call = (service: string, operation: string, input: JsonObject): Promise<JsonObject> =>
    environment.aws.call(service, operation, input, { caller: OWNER });
  const events = (operation: string, input: JsonObject = {}) => call("events", operation, { Name: "shop", ...input });
  const credentials = async (operation = "RetrieveConnectionCredentials", more: JsonObject = {}) => {
    const connectionArn = String((await events("DescribeConnection"))["ConnectionArn"]);
    return call("events-credentials", operation, { connectionArn, ...more });
  };
  const refused = async (promise: Promise<unknown>): Promise<AwsError> => {
    const error: unknown = await promise.catch((thrown: unknown) => thrown);
    if (error instanceof AwsError) return error;
    throw new Error(`not refused: ${JSON.stringify(error)}`);
  };
  const state = async () => (await events("DescribeConnection"))["ConnectionState"];

  beforeEach(() => {
    asked = [];
    server = async () => answer(200, { access_token: "t1", token_type: "Bearer", expires_in: 3600 });
    start();
  });

  for (const { name, input, code, message } of cases) {
    it(`refuse ${name}`, async () => {
      const error = await refused(call("events", "CreateConnection", input as JsonObject));
      expect({ code: error.code, message: error.message }).to.deep.equal({ code, message });
    });
  }

  it("are authorized at once by an API key, and never tell it again", async () => {
    const made = await events("CreateConnection", { Description: "d", ...API_KEY });
    expect(made).to.deep.include({ ConnectionState: "AUTHORIZED" });
    expect(made["ConnectionArn"]).to.match(
      /^arn:aws:events:us-east-1:000000000000:connection\/shop\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
    const seen = await events("DescribeConnection");
    expect(seen).to.deep.include({
      Name: "shop",
      Description: "d",
      AuthorizationType: "API_KEY",
      AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: "x-key" } },
      ConnectionState: "AUTHORIZED",
    });
    expect(seen["SecretArn"]).to.match(
      /^arn:aws:secretsmanager:us-east-1:000000000000:secret:events!connection\/shop\/[0-9a-f-]{36}-[A-Za-z0-9]{6}$/,
    );
    const listed = await call("events", "ListConnections", {});
    expect(JSON.stringify([made, seen, listed, environment.lines])).to.not.contain("k-secret");
    expect(await credentials()).to.deep.equal({ headers: [["x-key", "k-secret"]], query: [], body: [] });
  });

  it("add a user's name and password, and parameters of which the secret ones are hidden", async () => {
    const HeaderParameters = [
      { Key: "x-open", Value: "1", IsValueSecret: false },
      { Key: "x-hidden", Value: "h-secret", IsValueSecret: true },
    ];
    const InvocationHttpParameters = { HeaderParameters, BodyParameters: [{ Key: "mode", Value: "live" }] };
    const BasicAuthParameters = { Username: "me", Password: "p-secret" };
    await events("CreateConnection", {
      AuthorizationType: "BASIC",
      AuthParameters: { BasicAuthParameters, InvocationHttpParameters },
    });
    expect((await events("DescribeConnection"))["AuthParameters"]).to.deep.equal({
      BasicAuthParameters: { Username: "me" },
      InvocationHttpParameters: {
        HeaderParameters: [HeaderParameters[0], { Key: "x-hidden", IsValueSecret: true }],
        BodyParameters: [{ Key: "mode", Value: "live", IsValueSecret: false }],
      },
    });
    expect(await credentials()).to.deep.equal({
      headers: [
        ["Authorization", `Basic ${btoa("me:p-secret")}`],
        ["x-open", "1"],
        ["x-hidden", "h-secret"],
      ],
      query: [],
      body: [["mode", "live"]],
    });
  });

  it("with OAuth are being authorized until the server has given a token", async () => {
    const parameters = OAUTH.AuthParameters.OAuthParameters;
    const OAuthHttpParameters = {
      BodyParameters: [{ Key: "scope", Value: "read", IsValueSecret: false }],
      QueryStringParameters: [{ Key: "tenant", Value: "a b", IsValueSecret: false }],
      HeaderParameters: [{ Key: "x-audience", Value: "shop", IsValueSecret: false }],
    };
    const made = await events("CreateConnection", {
      ...OAUTH,
      AuthParameters: { OAuthParameters: { ...parameters, OAuthHttpParameters } },
    });
    expect(made["ConnectionState"]).to.equal("AUTHORIZING");
    await environment.clock.idle();
    const seen = await events("DescribeConnection");
    expect(seen["ConnectionState"]).to.equal("AUTHORIZED");
    expect(seen["AuthParameters"]).to.deep.equal({
      OAuthParameters: { ...parameters, ClientParameters: { ClientID: "client" }, OAuthHttpParameters },
    });
    expect(asked).to.deep.equal([
      {
        method: "POST",
        url: "https://auth.example.com/token?tenant=a+b",
        headers: [
          ["x-audience", "shop"],
          ["Content-Type", "application/x-www-form-urlencoded"],
        ],
        body: "grant_type=client_credentials&client_id=client&client_secret=c-secret&scope=read",
      },
    ]);
    expect(await credentials()).to.deep.include({ headers: [["Authorization", "Bearer t1"]] });
  });

  it("cannot be used while they are being authorized, and not when the server refuses", async () => {
    let give: (response: HttpResponse) => void = () => undefined;
    server = () => new Promise((resolve) => (give = resolve));
    await events("CreateConnection", OAUTH);
    expect((await refused(credentials())).code).to.equal("AuthInProgress");
    give(answer(401, { error: "c-secret is wrong" }));
    await environment.clock.idle();
    expect((await refused(credentials())).code).to.equal("InvalidConnectionState");
    const { ConnectionState, StateReason } = await events("DescribeConnection");
    expect({ ConnectionState, StateReason }).to.deep.equal({
      ConnectionState: "DEAUTHORIZED",
      StateReason: "https://auth.example.com/token answered with status 401",
    });
    expect(environment.lines.join("\n")).to.contain("Connection shop gets no token and is deauthorized");
    expect(environment.lines.join("\n")).to.not.contain("c-secret");
  });

  it("stop waiting for an authorization server after a minute", async () => {
    server = (_request, { signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    await events("CreateConnection", OAUTH);
    await theirs.advance(59_999);
    expect(await state()).to.equal("AUTHORIZING");
    await theirs.advance(1);
    await environment.clock.idle();
    expect(await state()).to.equal("DEAUTHORIZED");
  });

  it("get a new token before the old one expires, and when an endpoint refuses it", async () => {
    await events("CreateConnection", OAUTH);
    await environment.clock.idle();
    await environment.clock.advance(3_539_000);
    expect(asked).to.have.length(1);
    server = async () => answer(200, { access_token: "t2" });
    await environment.clock.advance(1_000);
    expect(await credentials()).to.deep.include({ headers: [["Authorization", "Bearer t2"]] });
    server = async () => answer(200, { access_token: "t3" });
    await credentials("ReportRefusedCredentials", { status: 401 });
    expect(await state()).to.equal("AUTHORIZING");
    expect(await credentials()).to.deep.include({ headers: [["Authorization", "Bearer t3"]] });
    expect(asked).to.have.length(3);
  });

  it("with an API key end when an endpoint refuses it, until they are updated", async () => {
    await events("CreateConnection", API_KEY);
    await credentials("ReportRefusedCredentials", { status: 401 });
    expect(await state()).to.equal("DEAUTHORIZED");
    const AuthParameters = { ApiKeyAuthParameters: { ApiKeyValue: "new" } };
    expect((await events("UpdateConnection", { AuthParameters }))["ConnectionState"]).to.equal("AUTHORIZED");
    expect(await credentials()).to.deep.include({ headers: [["x-key", "new"]] });
  });

  it("are deauthorized and deleted in the words of the API", async () => {
    await events("CreateConnection", API_KEY);
    expect((await refused(events("CreateConnection", API_KEY))).code).to.equal("ResourceAlreadyExistsException");
    expect((await events("DeauthorizeConnection"))["ConnectionState"]).to.equal("DEAUTHORIZING");
    expect(await events("DescribeConnection")).to.deep.include({ ConnectionState: "DEAUTHORIZED", AuthParameters: {} });
    expect((await events("DeleteConnection"))["ConnectionState"]).to.equal("DELETING");
    for (const operation of ["Describe", "Update", "Deauthorize", "Delete"]) {
      const { code, message } = await refused(events(`${operation}Connection`));
      expect(code).to.equal("ResourceNotFoundException");
      expect(message).to.equal("Failed to describe the connection(s). Connection 'shop' does not exist.");
    }
  });

  it("are listed by prefix, state and page", async () => {
    for (const Name of ["b", "a2", "a1"]) await events("CreateConnection", { ...API_KEY, Name });
    await events("DeauthorizeConnection", { Name: "b" });
    const list = async (input: JsonObject) => {
      const { Connections: found, NextToken } = await call("events", "ListConnections", input);
      return { names: (found as unknown as JsonObject[]).map(({ Name }) => Name), NextToken };
    };
    expect((await list({ NamePrefix: "a" })).names).to.deep.equal(["a1", "a2"]);
    expect((await list({ ConnectionState: "DEAUTHORIZED" })).names).to.deep.equal(["b"]);
    const first = await list({ Limit: 2 });
    expect(first.names).to.deep.equal(["a1", "a2"]);
    expect(await list({ Limit: 2, NextToken: String(first.NextToken) })).to.deep.equal({
      names: ["b"],
      NextToken: undefined,
    });
  });

  it("survive a restart, and go on being authorized", async () => {
    const kept = new Map<string, string>();
    const collection = {
      entries: () => [...kept].map(([key, value]): [string, JsonObject] => [key, JSON.parse(value)]),
      put: (key: string, value: unknown) => void kept.set(key, JSON.stringify(value)),
      delete: (key: string) => void kept.delete(key),
    };
    const nothing = { entries: () => [], put: () => undefined, delete: () => undefined };
    const storage: Storage = {
      directory: "/kept",
      collection: (name) => (name === "event-connections" ? collection : nothing),
      flush: () => undefined,
      close: () => undefined,
    };
    start(storage);
    server = () => new Promise(() => undefined);
    await events("CreateConnection", OAUTH);
    await events("CreateConnection", { ...API_KEY, Name: "keyed" });
    server = async () => answer(200, { access_token: "again" });
    const module = start(storage);
    await module.resume?.();
    await environment.clock.idle();
    expect(await credentials()).to.deep.include({ headers: [["Authorization", "Bearer again"]] });
    expect(await events("DescribeConnection", { Name: "keyed" })).to.include({ ConnectionState: "AUTHORIZED" });
  });
});
