import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { OWNER } from "../../../local/aws/caller.ts";
import type { AwsError } from "../../../local/aws/error.ts";
import type { JsonObject } from "../../../local/json.ts";
import { fileStorage } from "../../../local/storage.ts";
import { deployApi, FUNCTION_URI, fakeLambda, type Harness, LAMBDA_ROUTE, startGateway } from "./harness.ts";
import { refusal, statusOf, unnamed } from "./refusal.ts";

const VALUE = "0123456789abcdefghij";

describe("API keys and usage plans", () => {
  let harness: Harness;
  let url: string;
  let stage: { ApiId: string; Stage: string };
  const events: JsonObject[] = [];

  const account = (operation: string, input: JsonObject = {}): Promise<JsonObject> =>
    harness.router.call("apigateway", operation, input, { caller: OWNER });

  const refused = async (operation: string, input: JsonObject): Promise<unknown> => {
    const error = await account(operation, input).catch((reason: AwsError) => reason);
    const { code, message, status } = error as AwsError;
    return { code, message, status };
  };

  /** A key in a plan of the stage. */
  async function keyIn(plan: JsonObject = {}): Promise<{ keyId: string; planId: string }> {
    const key = await account("CreateApiKey", { Name: "shop", Enabled: true, Value: VALUE });
    const { Id } = await account("CreateUsagePlan", { Name: "plan", ApiStages: [stage], ...plan });
    const member = { UsagePlanId: String(Id), KeyId: String(key["Id"]), KeyType: "API_KEY" };
    expect(await account("CreateUsagePlanKey", member)).to.deep.equal({
      Id: key["Id"],
      Type: "API_KEY",
      Value: VALUE,
      Name: "shop",
    });
    return { keyId: String(key["Id"]), planId: String(Id) };
  }

  const withKey = (value = VALUE) => ({ headers: { "x-api-key": value } });

  beforeEach(async () => {
    events.length = 0;
    harness = await startGateway([
      fakeLambda((event) => {
        events.push(event);
        if (event["type"] === "REQUEST") {
          const Statement = [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" }];
          return { policyDocument: { Statement }, usageIdentifierKey: VALUE };
        }
        return { statusCode: 200 };
      }),
    ]);
    const deployed = await deployApi(harness, [{ key: "$connect", ...LAMBDA_ROUTE, route: { ApiKeyRequired: true } }]);
    ({ url } = deployed);
    stage = { ApiId: deployed.apiId, Stage: "dev" };
  });

  afterEach(() => harness.stop());

  it("open a route that requires one, and show in the event", async () => {
    const { keyId } = await keyIn();
    expect(await statusOf(url, withKey())).to.equal(101);
    const [event = {}] = events;
    const { identity } = event["requestContext"] as JsonObject;
    expect(Object.entries(identity as object)).to.deep.equal([
      ["apiKey", VALUE],
      ["apiKeyId", keyId],
      ["sourceIp", "127.0.0.1"],
    ]);
  });

  // badmintoncryer/cdk-preflight, rules of apigateway.
  for (const [quota, message] of [
    [{ Limit: 1 }, "Invalid Usage Plan quota period specified. Must be one of [DAY, WEEK, MONTH]"],
    [{ Limit: 0, Period: "DAY" }, "Usage Plan quota limit must be a non-negative numeric"],
    [
      { Limit: 1, Period: "DAY", Offset: 1 },
      "Usage Plan quota offset must be between 0 and 0 inclusive in the DAY period",
    ],
    [
      { Limit: 1, Period: "MONTH", Offset: 28 },
      "Usage Plan quota offset must be between 0 and 27 inclusive in the MONTH period",
    ],
  ] as const) {
    it(`have no plan with the quota ${JSON.stringify(quota)}`, async () => {
      const expected = { code: "BadRequestException", message, status: 400 };
      expect(await refused("CreateUsagePlan", { Name: "plan", Quota: quota })).to.deep.equal(expected);
      const { Id } = await account("CreateUsagePlan", { Name: "plan" });
      const given: Partial<Record<"Limit" | "Offset" | "Period", string | number>> = quota;
      const PatchOperations = Object.entries({ Period: "NEVER", ...given }).map(([name, value]) => ({
        Op: "replace",
        Path: `/quota/${name.toLowerCase()}`,
        Value: String(value),
      }));
      expect(await refused("UpdateUsagePlan", { UsagePlanId: String(Id), PatchOperations })).to.deep.equal(expected);
    });
  }

  it("are refused where they are missing, unknown, disabled or of another stage", async () => {
    const { keyId, planId } = await keyIn();
    const { pathname } = new URL(url);
    const { status, body } = await refusal(harness.port, pathname);
    expect({ status, body: unnamed(body) }).to.deep.equal({
      status: "403 Forbidden",
      body: '{"message": "Forbidden", "connectionId":"CONN", "requestId":"REQ"}',
    });
    expect(await statusOf(url, withKey("another-value-of-a-key"))).to.equal(403);
    const patch = (Path: string, Value: string, Op = "replace") => ({ PatchOperations: [{ Op, Path, Value }] });
    await account("UpdateApiKey", { ApiKey: keyId, ...patch("/enabled", "false") });
    expect(await statusOf(url, withKey())).to.equal(403);
    await account("UpdateApiKey", { ApiKey: keyId, ...patch("/enabled", "true") });
    const place = `${stage.ApiId}:dev`;
    await account("UpdateUsagePlan", { UsagePlanId: planId, ...patch("/apiStages", place, "remove") });
    expect(await statusOf(url, withKey())).to.equal(403);
    await account("UpdateUsagePlan", { UsagePlanId: planId, ...patch("/apiStages", place, "add") });
    expect(await statusOf(url, withKey())).to.equal(101);
    await account("DeleteUsagePlanKey", { UsagePlanId: planId, KeyId: keyId });
    expect(await statusOf(url, withKey())).to.equal(403);
    expect(events).to.have.lengthOf(1);
  });

  it("are throttled by their plan, each for itself", async () => {
    await keyIn({ Throttle: { RateLimit: 1, BurstLimit: 1 } });
    expect(await statusOf(url, withKey())).to.equal(101);
    const { status, body } = await refusal(harness.port, new URL(url).pathname, withKey().headers);
    expect(status).to.equal("429 Too Many Requests");
    expect(body).to.contain('{"message": "Too Many Requests",');
    await harness.clock.advance(1000);
    expect(await statusOf(url, withKey())).to.equal(101);
  });

  it("have a quota in each period", async () => {
    await keyIn({ Quota: { Limit: 1, Period: "DAY" } });
    expect(await statusOf(url, withKey())).to.equal(101);
    const { status, body } = await refusal(harness.port, new URL(url).pathname, withKey().headers);
    expect(status).to.equal("429 Too Many Requests");
    expect(body).to.contain('{"message": "Limit Exceeded",');
    await harness.clock.advance(24 * 60 * 60 * 1000);
    expect(await statusOf(url, withKey())).to.equal(101);
  });

  it("may come from the authorizer", async () => {
    await keyIn();
    const { ApiId } = stage;
    const gate = { ApiId, Name: "gate", AuthorizerType: "REQUEST", AuthorizerUri: FUNCTION_URI };
    const AuthorizerId = String((await harness.control("CreateAuthorizer", gate))["AuthorizerId"]);
    const { Items } = await harness.control("GetRoutes", { ApiId });
    const RouteId = String((Items as JsonObject[])[0]?.["RouteId"]);
    await harness.control("UpdateRoute", { ApiId, RouteId, AuthorizationType: "CUSTOM", AuthorizerId });
    const ApiKeySelectionExpression = "$context.authorizer.usageIdentifierKey";
    await harness.control("UpdateApi", { ApiId, ApiKeySelectionExpression });
    await harness.control("CreateDeployment", { ApiId, StageName: "dev" });
    expect(await statusOf(url)).to.equal(101);
  });

  it("are listed, with their values where that is asked for", async () => {
    const { keyId, planId } = await keyIn();
    const { Item: [first] = [] } = (await account("GetApiKeys", { NameQuery: "sh" })) as { Item?: JsonObject[] };
    expect(first).to.include({ Id: keyId, Name: "shop", Enabled: true }).and.not.to.have.property("Value");
    expect(await account("GetApiKey", { ApiKey: keyId, IncludeValue: "true" })).to.include({ Value: VALUE });
    expect(await account("GetUsagePlan", { UsagePlanId: planId })).to.deep.include({ ApiStages: [stage] });
    expect(await account("GetUsagePlans", { KeyId: keyId }))
      .to.have.property("Item")
      .with.lengthOf(1);
    expect(await account("GetUsagePlanKeys", { UsagePlanId: planId }))
      .to.have.property("Item")
      .with.lengthOf(1);
    expect(await account("GetUsagePlanKey", { UsagePlanId: planId, KeyId: keyId })).to.include({ Type: "API_KEY" });
    await account("DeleteApiKey", { ApiKey: keyId });
    expect(await account("GetUsagePlanKeys", { UsagePlanId: planId }))
      .to.have.property("Item")
      .with.lengthOf(0);
    // What public runbooks quote of DeleteUsagePlan.
    expect(await refused("DeleteUsagePlan", { UsagePlanId: planId })).to.deep.equal({
      code: "BadRequestException",
      message: `Cannot delete Usage Plan ${planId} because there are API Stages associated with it`,
      status: 400,
    });
    const Value = `${stage.ApiId}:${stage.Stage}`;
    const PatchOperations = [{ Op: "remove", Path: "/apiStages", Value }];
    await account("UpdateUsagePlan", { UsagePlanId: planId, PatchOperations });
    await account("DeleteUsagePlan", { UsagePlanId: planId });
    expect(await account("GetUsagePlans"))
      .to.have.property("Item")
      .with.lengthOf(0);
  });

  // DG/api-gateway-api-usage-plans: one plan for each stage of an API.
  it("have one plan of a stage", async () => {
    const { keyId } = await keyIn();
    const { Id } = await account("CreateUsagePlan", { Name: "other", ApiStages: [stage] });
    const member = { UsagePlanId: String(Id), KeyId: keyId, KeyType: "API_KEY" };
    expect(await refused("CreateUsagePlanKey", member)).to.include({ code: "ConflictException", status: 409 });
    const { Id: elsewhere } = await account("CreateUsagePlan", { Name: "elsewhere" });
    await account("CreateUsagePlanKey", { ...member, UsagePlanId: String(elsewhere) });
  });

  it("refuse what AWS refuses", async () => {
    await keyIn();
    const bad = { code: "BadRequestException", status: 400 };
    const unknown = { code: "NotFoundException", status: 404 };
    for (const [operation, input, expected] of [
      ["CreateApiKey", { Value: "short" }, { ...bad, message: "API Key value should be at least 20 characters" }],
      ["CreateApiKey", { Value: VALUE }, { code: "ConflictException", message: "API Key already exists", status: 409 }],
      ["GetApiKey", { ApiKey: "x" }, { ...unknown, message: "Invalid API Key identifier specified" }],
      ["GetUsagePlan", { UsagePlanId: "x" }, { ...unknown, message: "Invalid Usage Plan ID specified" }],
      [
        "CreateUsagePlan",
        { Name: "p", ApiStages: [{ ApiId: "x", Stage: "y" }] },
        { ...unknown, message: "API Stage not found: x:y" },
      ],
    ] as const) {
      expect(await refused(operation, input)).to.deep.equal(expected);
    }
  });

  it("are there again after a restart", async () => {
    const directory = mkdtempSync(join(tmpdir(), "keys-"));
    await harness.stop();
    try {
      const storage = fileStorage(directory);
      harness = await startGateway([], { storage });
      await account("CreateApiKey", { Value: VALUE });
      await account("CreateUsagePlan", { Name: "plan", Quota: { Limit: 1, Period: "WEEK" } });
      await harness.stop();
      storage.close();
      harness = await startGateway([], { storage: fileStorage(directory) });
      expect(await account("GetApiKeys"))
        .to.have.property("Item")
        .with.lengthOf(1);
      expect(await account("GetUsagePlans"))
        .to.have.property("Item")
        .with.lengthOf(1);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
