import { expect } from "chai";
import { OWNER } from "../../../local/aws/caller.ts";
import type { AwsError } from "../../../local/aws/error.ts";
import type { JsonObject } from "../../../local/json.ts";
import { ask, connect, deployApi, FUNCTION_URI, type Harness, mockRoute, ROLE, startGateway } from "./harness.ts";

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

  const wrong: readonly (readonly [
    name: string,
    operation: string,
    input: JsonObject,
    code: string,
    message: string,
  ])[] = [
    ["an HTTP API", "CreateApi", { Name: "a", ProtocolType: "HTTP" }, "BadRequestException", "WEBSOCKET APIs only"],
    [
      "no selection",
      "CreateApi",
      { Name: "a", ProtocolType: "WEBSOCKET" },
      "BadRequestException",
      "RouteSelectionExpression",
    ],
    [
      "an unknown API",
      "GetApi",
      { ApiId: "nope" },
      "NotFoundException",
      "Invalid API identifier specified 000000000000:nope",
    ],
    ["a reserved route key", "CreateRoute", { RouteKey: "$foo" }, "BadRequestException", "$foo"],
    [
      "an unknown target",
      "CreateRoute",
      { RouteKey: "a", Target: "integrations/x" },
      "BadRequestException",
      "integrations/x",
    ],
    [
      "an authorizer on a message",
      "CreateRoute",
      { RouteKey: "a", AuthorizationType: "AWS_IAM" },
      "BadRequestException",
      "Currently, authorization is restricted to the $connect route only",
    ],
    [
      "an API key",
      "CreateRoute",
      { RouteKey: "$connect", ApiKeyRequired: true },
      "BadRequestException",
      "ApiKeyRequired",
    ],
    [
      "a model's name",
      "CreateModel",
      { Name: "a-b", Schema: "{}" },
      "BadRequestException",
      "Model name must be alphanumeric: a-b",
    ],
    ["a model's schema", "CreateModel", { Name: "a", Schema: "{" }, "BadRequestException", "Invalid model schema"],
    [
      "a timeout",
      "CreateIntegration",
      { IntegrationType: "MOCK", TimeoutInMillis: 30_000 },
      "BadRequestException",
      "between 50 ms and 29000 ms",
    ],
    [
      "a URI",
      "CreateIntegration",
      { IntegrationType: "AWS", IntegrationUri: "arn:x" },
      "BadRequestException",
      "Invalid ARN specified",
    ],
    [
      "a VPC link",
      "CreateIntegration",
      { IntegrationType: "HTTP", ConnectionType: "VPC_LINK" },
      "BadRequestException",
      "VPC_LINK",
    ],
    ["a stage's name", "CreateStage", { StageName: "$default" }, "BadRequestException", "Stage name"],
    ["an unknown deployment", "CreateStage", { StageName: "s", DeploymentId: "x" }, "NotFoundException", "Deployment"],
    [
      "a token authorizer",
      "CreateAuthorizer",
      { Name: "a", AuthorizerType: "JWT", AuthorizerUri: FUNCTION_URI },
      "BadRequestException",
      "REQUEST",
    ],
  ];
  for (const [name, operation, input, code, message] of wrong) {
    it(`refuses ${name}`, async () => {
      const given = operation.endsWith("Api") ? input : { ApiId: await emptyApi(), ...input };
      const found = await refusal(operation, given);
      expect(found.code).to.equal(code);
      expect(found.message).to.contain(message);
    });
  }

  it("refuses a second route with the same key", async () => {
    const ApiId = await emptyApi();
    await harness.control("CreateRoute", { ApiId, RouteKey: "a" });
    expect(await refusal("CreateRoute", { ApiId, RouteKey: "a" })).to.include({
      code: "ConflictException",
      status: 409,
    });
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
