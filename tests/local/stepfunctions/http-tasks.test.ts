import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import cases from "../../cases/stepfunctions/http-tasks.json" with { type: "json" };
import { API_KEY, HttpWorld, type Received, type Reply } from "./http-world.ts";

interface Case {
  readonly name: string;
  readonly connection?: JsonObject;
  readonly parameters: JsonObject;
  readonly input?: JsonObject;
  readonly reply?: Reply;
  readonly request?: Partial<Received>;
  readonly output?: JsonObject;
  readonly error?: string;
  readonly cause?: string;
  readonly causeIncludes?: string;
}

const GET = { ApiEndpoint: "<server>/", Method: "GET" };

describe("HTTP Tasks", () => {
  let world: HttpWorld;
  beforeEach(async () => {
    world = await HttpWorld.start();
  });
  afterEach(() => world.stop());

  for (const { name, ...each } of cases as unknown as Case[]) {
    it(name, async () => {
      world.reply = each.reply ?? {};
      const task = world.task(each.parameters, await world.connect(each.connection));
      const { error, cause, output, status } = await world.run(task, each.input);
      if (each.request !== undefined) expect(world.received[0]).to.deep.include(each.request);
      expect(error).to.equal(each.error);
      if (each.cause !== undefined) expect(cause).to.equal(each.cause);
      if (each.causeIncludes !== undefined) expect(cause).to.include(each.causeIncludes);
      if (each.error === undefined) expect(status).to.equal("SUCCEEDED");
      if (each.output !== undefined) {
        const { Headers, ...rest } = JSON.parse(String(output));
        const { connection: _, "content-length": _length, "transfer-encoding": _chunked, ...headers } = Headers;
        expect({ Headers: headers, ...rest }).to.deep.equal(each.output);
      }
    });
  }

  it("time out after 60 seconds", async () => {
    world.reply = undefined;
    let over = false;
    const running = world.run(world.task(GET, await world.connect())).finally(() => {
      over = true;
    });
    while (world.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await world.theirs.advance(59_999);
    expect(over).to.equal(false);
    await world.theirs.advance(1);
    expect(await running).to.deep.include({
      error: "States.Http.Socket",
      cause: "The HTTP request timed out after 60 seconds.",
    });
  });

  it("fail with the same error where nobody listens, which a Retry can catch", async () => {
    const task = world.task(GET, await world.connect(), {
      Retry: [{ ErrorEquals: ["States.Http.Socket"], MaxAttempts: 2 }],
    });
    await world.stop();
    const { error, cause, executionArn } = await world.run(task);
    expect(error).to.equal("States.Http.Socket");
    expect(cause).to.include("ECONNREFUSED");
    const { events } = await world.states("GetExecutionHistory", { executionArn: String(executionArn) });
    const types = (events as unknown as JsonObject[]).map(({ type }) => type);
    expect(types.filter((type) => type === "TaskFailed")).to.have.length(3);
    world = await HttpWorld.start();
  });

  it("say that a server on this machine is called without TLS, once", async () => {
    const task = world.task(GET, await world.connect());
    await world.run(task);
    await world.run(task);
    const told = world.environment.lines.filter((line) => line.includes("AWS takes https:// only"));
    expect(told).to.have.length(1);
    expect(told[0]).to.include(`calls ${world.url} over plain HTTP`);
  });

  it("deauthorize a connection whose key the endpoint refuses, so that the retry finds it so", async () => {
    world.reply = { status: 401, body: "no" };
    const task = world.task(GET, await world.connect(), {
      Retry: [{ ErrorEquals: ["States.Http.StatusCode.401"], MaxAttempts: 1 }],
    });
    expect(await world.run(task)).to.deep.include({
      error: "Events.ConnectionResource.InvalidConnectionState",
      cause: "Connection shop is in state DEAUTHORIZED.",
    });
    expect(world.received).to.have.length(1);
  });

  it("carry the token of a connection with OAuth, and a new one after a refusal", async () => {
    let tokens = 0;
    world.reply = ({ url, headers }) => {
      if (url === "/token") return { body: JSON.stringify({ access_token: `t${++tokens}` }) };
      const refused = headers.some(([, value]) => value === "Bearer t1");
      return refused ? { status: 401 } : { body: '"welcome"' };
    };
    const AuthorizationEndpoint = `${world.url}/token`;
    const ClientParameters = { ClientID: "me", ClientSecret: "c-secret" };
    const connection = await world.connect({
      AuthorizationType: "OAUTH_CLIENT_CREDENTIALS",
      AuthParameters: { OAuthParameters: { AuthorizationEndpoint, HttpMethod: "POST", ClientParameters } },
    });
    const Retry = [{ ErrorEquals: ["States.Http.StatusCode.401"], MaxAttempts: 1 }];
    const { status, output } = await world.run(world.task(GET, connection, { Retry }));
    expect(status).to.equal("SUCCEEDED");
    expect(JSON.parse(String(output))).to.deep.include({ ResponseBody: "welcome" });
    expect(world.received.map(({ url }) => url)).to.deep.equal(["/token", "/", "/token", "/"]);
  });

  it("leave no secret in the execution's history, nor in the log", async () => {
    world.reply = { headers: { "Content-Type": "application/json" }, body: "{}" };
    const { executionArn } = await world.run(world.task(GET, await world.connect(API_KEY)));
    const history = await world.states("GetExecutionHistory", { executionArn: String(executionArn) });
    expect(JSON.stringify([history, world.environment.lines])).to.not.include("k-secret");
    expect(world.received[0]?.headers).to.deep.include(["x-key", "k-secret"]);
  });
});
