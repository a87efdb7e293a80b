import { expect } from "chai";
import { createIam } from "../../../local/iam/module.ts";
import type { JsonObject } from "../../../local/json.ts";
import cases from "../../cases/stepfunctions/http-trace.json" with { type: "json" };
import { refusal } from "./harness.ts";
import { HttpWorld, type Reply } from "./http-world.ts";

interface Case extends JsonObject {
  readonly name: string;
  readonly reply?: JsonObject;
  readonly expected: JsonObject;
}

/** The connection and the request of the developer guide's example. */
const CONNECTION = {
  AuthorizationType: "BASIC",
  AuthParameters: {
    BasicAuthParameters: { Username: "me", Password: "p-secret" },
    InvocationHttpParameters: {
      HeaderParameters: [{ Key: "CustomHeader1", Value: "CustomHeaderValue1" }],
      QueryStringParameters: [{ Key: "QueryParam1", Value: "QueryParamValue1" }],
      BodyParameters: [{ Key: "BodyKey1", Value: "BodyValue1" }],
    },
  },
};
const PARAMETERS = {
  Method: "GET",
  ApiEndpoint: "<server>/get",
  Headers: { definitionHeader: "h1" },
  RequestBody: { message: "Hello from Step Functions!" },
  QueryParameters: { queryParam: "q1" },
};
const REPLY: Reply = { headers: { "Content-Type": "application/json" }, body: '{\n  "ok": true\n}\n' };
const ROLE = "arn:aws:iam::000000000000:role/tester";

describe("TestState of HTTP Tasks", () => {
  let world: HttpWorld;
  beforeEach(async () => {
    world = await HttpWorld.start();
  });
  afterEach(() => world.stop());

  for (const { name, source: _, reply, expected, ...request } of cases as unknown as Case[]) {
    it(name, async () => {
      world.reply = (reply as Reply | undefined) ?? REPLY;
      const definition = JSON.stringify(world.task(PARAMETERS, await world.connect(CONNECTION)));
      const answer = await world.states("TestState", { definition, roleArn: ROLE, ...request });
      const { inspectionData = {}, status, error, cause } = answer;
      const { request: sent, response } = inspectionData as JsonObject;
      const shown = Object.entries({ status, error, cause, request: sent, response });
      const given = Object.fromEntries(shown.filter(([, value]) => value !== undefined));
      expect(JSON.parse(JSON.stringify(given).replaceAll(world.url, "<server>"))).to.deep.equal(expected);
      expect(world.received).to.have.length(request["mock"] === undefined ? 1 : 0);
    });
  }

  it("shows the request that nobody answered", async () => {
    const definition = JSON.stringify(world.task(PARAMETERS, await world.connect(CONNECTION)));
    await world.stop();
    const answer = await world.states("TestState", { definition, roleArn: ROLE, inspectionLevel: "TRACE" });
    expect(answer).to.include({ status: "FAILED", error: "States.Http.Socket" });
    expect(answer["inspectionData"]).to.have.nested.property("request.method", "GET");
    expect(answer["inspectionData"]).to.not.have.property("response");
    world = await HttpWorld.start();
  });
});

describe("The permissions of HTTP Tasks", () => {
  let world: HttpWorld;
  let connection: string;
  let secret: string;
  const account = "000000000000";

  beforeEach(async () => {
    world = await HttpWorld.start();
    const iam = createIam(world.environment);
    for (const service of iam.services) world.environment.aws.register(service);
    world.environment.aws.guardWith(iam.guard);
    connection = await world.connect();
    secret = String((await world.call("events", "DescribeConnection", { Name: "shop" }))["SecretArn"]);
    const trust = { Effect: "Allow", Principal: { Service: "states.amazonaws.com" }, Action: "sts:AssumeRole" };
    await world.call("iam", "CreateRole", { RoleName: "tester", AssumeRolePolicyDocument: policy(trust) });
  });
  afterEach(() => world.stop());

  const policy = (...Statement: JsonObject[]) => JSON.stringify({ Version: "2012-10-17", Statement });
  const allow = (Action: string | string[], Resource: string, Condition?: JsonObject): JsonObject =>
    Condition === undefined ? { Effect: "Allow", Action, Resource } : { Effect: "Allow", Action, Resource, Condition };
  const invoke = (like: string, method = "GET") =>
    allow("states:InvokeHTTPEndpoint", `arn:aws:states:us-east-1:${account}:stateMachine:*`, {
      StringEquals: { "states:HTTPMethod": method },
      StringLike: { "states:HTTPEndpoint": like },
    });
  const retrieve = () => allow("events:RetrieveConnectionCredentials", connection);
  const read = (resource = secret) =>
    allow(["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"], resource);
  /** TestState as a role with these permissions. */
  const outcome = async (...statements: JsonObject[]) => {
    const PolicyDocument = policy(...statements);
    await world.call("iam", "PutRolePolicy", { RoleName: "tester", PolicyName: "p", PolicyDocument });
    const definition = JSON.stringify(world.task({ ApiEndpoint: "<server>/v1", Method: "GET" }, connection));
    const { status, error, cause } = await world.states("TestState", { definition, roleArn: ROLE });
    return { status, error, cause: String(cause) };
  };

  it("are those of the developer guide's policy", async () => {
    expect(
      await outcome(
        invoke(`${world.url}/*`),
        retrieve(),
        read(`arn:aws:secretsmanager:*:*:secret:events!connection/shop/*`),
      ),
    ).to.include({ status: "SUCCEEDED" });
  });

  for (const [what, like, method] of [
    ["another endpoint", "https://api.stripe.com/*", "GET"],
    ["another method", "http://*", "POST"],
  ] as const) {
    it(`do not reach ${what}`, async () => {
      const { error, cause } = await outcome(invoke(like, method), retrieve(), read());
      expect(error).to.equal("States.Permissions");
      expect(cause).to.match(/is not authorized to perform: states:InvokeHTTPEndpoint on resource: arn:aws:states:/);
      expect(world.received).to.deep.equal([]);
    });
  }

  it("include the connection's credentials and both of its secret's", async () => {
    const invoked = invoke("http://*");
    const only = (action: string) => allow(action, secret);
    for (const [missing, statements] of [
      ["events:RetrieveConnectionCredentials", [read()]],
      ["secretsmanager:DescribeSecret", [retrieve(), only("secretsmanager:GetSecretValue")]],
      ["secretsmanager:GetSecretValue", [retrieve(), only("secretsmanager:DescribeSecret")]],
    ] as const) {
      const { error, cause } = await outcome(invoked, ...statements);
      expect(error).to.equal("Events.ConnectionResource.AccessDenied");
      expect(cause).to.include(`is not authorized to perform: ${missing}`);
    }
    expect(world.received).to.deep.equal([]);
  });

  it("do not reveal secrets without states:RevealSecrets", async () => {
    const caller = { kind: "role", roleArn: ROLE, sessionName: "tester" } as const;
    const definition = JSON.stringify(world.task({ ApiEndpoint: "<server>/v1", Method: "GET" }, connection));
    const test = (revealSecrets: boolean) =>
      world.environment.aws.call("states", "TestState", { definition, roleArn: ROLE, revealSecrets }, { caller });
    await outcome(allow("states:TestState", "*"), invoke("http://*"), retrieve(), read());
    expect((await refusal(test(true))).message).to.include("states:RevealSecrets");
    expect(await test(false)).to.include({ status: "SUCCEEDED" });
  });
});
