import { readFileSync } from "node:fs";
import { expect } from "chai";
import { OWNER } from "../../../local/aws/caller.ts";
import type { AwsError } from "../../../local/aws/error.ts";
import type { JsonObject } from "../../../local/json.ts";
import { ask, connect, deployApi, FUNCTION_URI, type Harness, mockRoute, ROLE, startGateway } from "./harness.ts";

interface Case {
  readonly name: string;
  readonly operation: string;
  readonly input: JsonObject;
  readonly code: string;
  readonly message: string;
  readonly status?: number;
}

const { cases: refusals }: { cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL("../../cases/gateway/control-refusals.json", import.meta.url), "utf8"),
);

describe("The control plane of WebSocket APIs", () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startGateway();
  });

  afterEach(() => harness.stop());

  const refusal = async (
    operation: string,
    input: JsonObject,
  ): Promise<{ code: string; message: string; status: number }> => {
    try {
      await harness.control(operation, input);
    } catch (error) {
      const { code, message, status } = error as AwsError;
      return { code, message, status };
    }
    throw new Error(`${operation} succeeded`);
  };

  const account = (Value: string): Promise<JsonObject> =>
    harness.router.call(
      "apigateway",
      "UpdateAccount",
      { PatchOperations: [{ Op: "replace", Path: "/cloudwatchRoleArn", Value }] },
      { caller: OWNER },
    );

  const emptyApi = async (): Promise<string> => {
    const api = await harness.control("CreateApi", {
      Name: "a",
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression: "$request.body.a",
    });
    return String(api["ApiId"]);
  };

  it("gives an API an endpoint on this machine", async () => {
    const ApiId = await emptyApi();
    const api = await harness.control("GetApi", { ApiId });
    expect(ApiId).to.match(/^[a-z0-9]{10}$/);
    expect(api["ApiEndpoint"]).to.equal(`ws://localhost:${harness.port}/${ApiId}`);
  });

  it("needs a route before a deployment", async () => {
    expect(await refusal("CreateDeployment", { ApiId: await emptyApi() })).to.deep.equal({
      code: "BadRequestException",
      message: "At least one route is required before deploying the Api",
      status: 400,
    });
  });

  it("keeps a deployment that a stage points at", async () => {
    const { apiId, deploymentId } = await deployApi(harness, [mockRoute("a")]);
    expect(await refusal("DeleteDeployment", { ApiId: apiId, DeploymentId: deploymentId })).to.include({
      message: "Active stages pointing to this deployment must be moved or deleted",
    });
    await harness.control("DeleteStage", { ApiId: apiId, StageName: "dev" });
    await harness.control("DeleteDeployment", { ApiId: apiId, DeploymentId: deploymentId });
  });

  it("keeps an integration that a route points at", async () => {
    const { apiId } = await deployApi(harness, [mockRoute("a")]);
    const { Items } = await harness.control("GetRoutes", { ApiId: apiId });
    const [route] = Items as JsonObject[];
    const IntegrationId = String(route?.["Target"]).replace("integrations/", "");
    expect(await refusal("DeleteIntegration", { ApiId: apiId, IntegrationId })).to.deep.equal({
      code: "ConflictException",
      message: `Cannot delete Integration because it is referenced by the following Routes with Ids: [${route?.["RouteId"]}]`,
      status: 409,
    });
  });

  it("logs only with a role of the account", async () => {
    const { apiId } = await deployApi(harness, [mockRoute("a")]);
    const asked = {
      ApiId: apiId,
      StageName: "dev",
      DefaultRouteSettings: { LoggingLevel: "INFO", ThrottlingBurstLimit: 1, ThrottlingRateLimit: 1 },
    };
    expect(await refusal("UpdateStage", asked)).to.include({
      message: "CloudWatch Logs role ARN must be set in account settings to enable logging",
      status: 400,
    });
    await account(ROLE);
    await harness.control("UpdateStage", asked);
  });

  for (const { name, operation, input, code, message, status = 400 } of refusals) {
    it(`refuses ${name}`, async () => {
      await account(ROLE);
      const given = operation.endsWith("Api") ? input : { ApiId: await emptyApi(), ...input };
      expect(await refusal(operation, given)).to.deep.equal({ code, message, status });
    });
  }

  it("says when there is no room for another", async () => {
    const ApiId = await emptyApi();
    for (let stage = 0; stage < 10; stage++) await harness.control("CreateStage", { ApiId, StageName: `s${stage}` });
    expect(await refusal("CreateStage", { ApiId, StageName: "s" })).to.deep.equal({
      code: "ConflictException",
      message:
        "Maximum number of Stages for this API has been reached.  Please contact AWS if you need additional Stages.",
      status: 429,
    });
  });

  it("forgets an authorizer that no authorization asks for", async () => {
    const ApiId = await emptyApi();
    const gate = { Name: "gate", AuthorizerType: "REQUEST", AuthorizerUri: FUNCTION_URI };
    const AuthorizerId = String((await harness.control("CreateAuthorizer", { ApiId, ...gate }))["AuthorizerId"]);
    const created = await harness.control("CreateRoute", { ApiId, RouteKey: "a", AuthorizerId });
    expect(created).not.to.have.property("AuthorizerId");
    const custom = { ApiId, RouteKey: "$connect", AuthorizationType: "CUSTOM", AuthorizerId };
    const { RouteId } = await harness.control("CreateRoute", custom);
    const route = { ApiId, RouteId: String(RouteId), AuthorizationType: "NONE" };
    expect(await harness.control("UpdateRoute", route)).not.to.have.property("AuthorizerId");
  });

  it("shows a stage's settings whole, and changes them member by member", async () => {
    const { apiId: ApiId } = await deployApi(harness, [mockRoute("a")], {
      stage: { DefaultRouteSettings: { ThrottlingRateLimit: 7 } },
    });
    await account(ROLE);
    const changes = {
      DefaultRouteSettings: { LoggingLevel: "INFO" },
      RouteSettings: { a: { DataTraceEnabled: true } },
    };
    await harness.control("UpdateStage", { ApiId, StageName: "dev", ...changes });
    const again = { RouteSettings: { a: { ThrottlingBurstLimit: 1 } } };
    const stage = await harness.control("UpdateStage", { ApiId, StageName: "dev", ...again });
    expect(stage["DefaultRouteSettings"]).to.deep.equal({
      DataTraceEnabled: false,
      DetailedMetricsEnabled: false,
      LoggingLevel: "INFO",
      ThrottlingBurstLimit: 5000,
      ThrottlingRateLimit: 7,
    });
    expect(stage["RouteSettings"]).to.deep.equal({ a: { DataTraceEnabled: true, ThrottlingBurstLimit: 1 } });
  });

  it("refuses a second route with the same key", async () => {
    const ApiId = await emptyApi();
    await harness.control("CreateRoute", { ApiId, RouteKey: "a" });
    expect(await refusal("CreateRoute", { ApiId, RouteKey: "a" })).to.deep.equal({
      code: "ConflictException",
      message: "Route with key a already exists for this API",
      status: 409,
    });
  });

  it("knows a response only by the route or integration it belongs to", async () => {
    const { apiId: ApiId } = await deployApi(harness, [mockRoute("a"), mockRoute("b")]);
    const [one, other] = (await harness.control("GetIntegrations", { ApiId }))["Items"] as JsonObject[];
    const IntegrationId = String(one?.["IntegrationId"]);
    const { Items } = await harness.control("GetIntegrationResponses", { ApiId, IntegrationId });
    const IntegrationResponseId = String((Items as JsonObject[])[0]?.["IntegrationResponseId"]);
    const elsewhere = { ApiId, IntegrationId: String(other?.["IntegrationId"]), IntegrationResponseId };
    for (const operation of ["Get", "Update", "Delete"]) {
      expect(await refusal(`${operation}IntegrationResponse`, elsewhere)).to.deep.equal({
        code: "NotFoundException",
        message: "Invalid IntegrationResponse identifier specified",
        status: 404,
      });
    }
    await harness.control("CreateIntegrationResponse", { ApiId, IntegrationId, IntegrationResponseKey: "/400/" });
    const renamed = { ApiId, IntegrationId, IntegrationResponseId, IntegrationResponseKey: "/400/" };
    expect(await refusal("UpdateIntegrationResponse", renamed)).to.include({ code: "ConflictException", status: 409 });
  });

  it("removes what a route asks for by an operation of its own", async () => {
    const ApiId = await emptyApi();
    const [RequestParameterKey, other] = ["route.request.header.a", "route.request.querystring.b"] as const;
    const RequestParameters = { [RequestParameterKey]: { Required: true }, [other]: { Required: true } };
    const { RouteId } = await harness.control("CreateRoute", { ApiId, RouteKey: "$connect", RequestParameters });
    const parameter = { ApiId, RouteId: String(RouteId), RequestParameterKey };
    await harness.control("DeleteRouteRequestParameter", parameter);
    const route = await harness.control("GetRoute", { ApiId, RouteId: String(RouteId) });
    expect(route["RequestParameters"]).to.deep.equal({ [other]: { Required: true } });
    expect(await refusal("DeleteRouteRequestParameter", parameter)).to.include({ code: "NotFoundException" });
  });

  // badmintoncryer/cdk-preflight and Terraform's provider, which takes the 404 for done.
  it("has settings for routes that are there", async () => {
    const { apiId: ApiId } = await deployApi(harness, [mockRoute("a"), mockRoute("b")]);
    const stage = { ApiId, StageName: "dev" };
    const settings = { ThrottlingBurstLimit: 1 };
    const unknown = (RouteKey: string) => ({
      code: "NotFoundException",
      message: `Unable to find Route by key ${RouteKey} within the provided RouteSettings`,
      status: 404,
    });
    expect(await refusal("UpdateStage", { ...stage, RouteSettings: { c: settings } })).to.deep.equal(unknown("c"));
    await harness.control("UpdateStage", { ...stage, RouteSettings: { a: settings } });
    const { Items } = await harness.control("GetRoutes", { ApiId });
    const RouteId = String((Items as JsonObject[]).find(({ RouteKey }) => RouteKey === "a")?.["RouteId"]);
    await harness.control("DeleteRoute", { ApiId, RouteId });
    await harness.control("UpdateStage", { ...stage, Description: "the settings stay" });
    expect(await refusal("UpdateStage", { ...stage, RouteSettings: { b: settings } })).to.deep.equal(unknown("a"));
    await harness.control("DeleteRouteSettings", { ...stage, RouteKey: "a" });
    expect(await refusal("DeleteRouteSettings", { ...stage, RouteKey: "a" })).to.deep.equal(unknown("a"));
    await harness.control("UpdateStage", { ...stage, RouteSettings: { b: settings } });
  });

  // The AWS CLI's example of create-integration; the provider for AWS, for the method.
  it("shows what it fills in of an integration", async () => {
    const ApiId = await emptyApi();
    const defaults = {
      ConnectionType: "INTERNET",
      PassthroughBehavior: "WHEN_NO_MATCH",
      PayloadFormatVersion: "1.0",
      TimeoutInMillis: 29_000,
    };
    const { IntegrationId: _id, ...mock } = await harness.control("CreateIntegration", {
      ApiId,
      IntegrationType: "MOCK",
    });
    expect(mock).to.deep.equal({
      ...defaults,
      IntegrationResponseSelectionExpression: "${integration.response.statuscode}",
      IntegrationType: "MOCK",
    });
    const proxy = { ApiId, IntegrationType: "AWS_PROXY", IntegrationUri: FUNCTION_URI };
    expect(await harness.control("CreateIntegration", proxy)).to.include({ ...defaults, IntegrationMethod: "POST" });
  });

  it("freezes what it deploys: later changes need another deployment", async () => {
    const { apiId, url } = await deployApi(harness, [mockRoute("$default", "one")]);
    const client = await connect(url);
    const { Items } = await harness.control("GetIntegrations", { ApiId: apiId });
    const IntegrationId = String((Items as JsonObject[])[0]?.["IntegrationId"]);
    const { Items: responses } = await harness.control("GetIntegrationResponses", { ApiId: apiId, IntegrationId });
    const IntegrationResponseId = String((responses as JsonObject[])[0]?.["IntegrationResponseId"]);
    const changes = { ApiId: apiId, IntegrationId, IntegrationResponseId, ResponseTemplates: { $default: "two" } };
    await harness.control("UpdateIntegrationResponse", changes);
    expect(await ask(client, "x")).to.equal("one");
    await harness.control("CreateDeployment", { ApiId: apiId, StageName: "dev" });
    expect(await ask(client, "x")).to.equal("two");
    client.socket.terminate();
  });

  it("deploys by itself for a stage with AutoDeploy", async () => {
    const { apiId, url } = await deployApi(harness, [mockRoute("$default", "one")], { stage: { AutoDeploy: true } });
    const client = await connect(url);
    expect(await ask(client, { action: "later" })).to.equal("one");
    await harness.control("CreateRoute", { ApiId: apiId, RouteKey: "later" });
    expect(await ask(client, { action: "later" })).to.contain("Internal server error");
    client.socket.terminate();
    const stage = await harness.control("GetStage", { ApiId: apiId, StageName: "dev" });
    const { DeploymentId, LastDeploymentStatusMessage: message } = stage;
    expect(message).to.equal(`Successfully deployed stage with deployment ID '${DeploymentId}'`);
    expect(await refusal("CreateDeployment", { ApiId: apiId, StageName: "dev" })).to.include({
      message: "Deployment ID cannot be set on stages with AutoDeploy enabled",
    });
  });

  it("removes a stage variable that is sent empty", async () => {
    const { apiId } = await deployApi(harness, [mockRoute("a")], { stage: { StageVariables: { a: "1", b: "2" } } });
    const stage = await harness.control("UpdateStage", { ApiId: apiId, StageName: "dev", StageVariables: { a: "" } });
    expect(stage["StageVariables"]).to.deep.equal({ b: "2" });
  });

  it("tags APIs and stages", async () => {
    const { apiId } = await deployApi(harness, [mockRoute("a")]);
    for (const path of [apiId, `${apiId}/stages/dev`]) {
      const ResourceArn = `arn:aws:apigateway:us-east-1::/apis/${path}`;
      await harness.control("TagResource", { ResourceArn, Tags: { a: "1", b: "2" } });
      await harness.control("UntagResource", { ResourceArn, TagKeys: ["a"] });
      expect(await harness.control("GetTags", { ResourceArn })).to.deep.equal({ Tags: { b: "2" } });
    }
  });

  it("answers with its members in alphabetical order, and the client's own keys in theirs", async () => {
    const { apiId: ApiId } = await deployApi(harness, [mockRoute("a")], {
      stage: { StageVariables: { b: "1", a: "2" } },
    });
    const stage = await harness.control("GetStage", { ApiId, StageName: "dev" });
    for (const answer of [stage, stage["DefaultRouteSettings"] as JsonObject]) {
      expect(Object.keys(answer)).to.deep.equal(Object.keys(answer).sort());
    }
    expect(Object.keys(stage["StageVariables"] as JsonObject)).to.deep.equal(["b", "a"]);
  });

  it("lists in pages", async () => {
    const ApiId = await emptyApi();
    for (const RouteKey of ["a", "b", "c"]) await harness.control("CreateRoute", { ApiId, RouteKey });
    const first = await harness.control("GetRoutes", { ApiId, MaxResults: "2" });
    expect(first["Items"]).to.have.lengthOf(2);
    const second = await harness.control("GetRoutes", { ApiId, NextToken: String(first["NextToken"]) });
    expect(second["Items"]).to.have.lengthOf(1);
    expect(second).not.to.have.property("NextToken");
  });
});
