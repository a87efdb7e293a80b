import { expect } from "chai";
import { SILENT } from "../../../local/log.ts";
import type { HandlerContext, Properties, ResourceHandler } from "../../../local/provider/handler.ts";
import { ask, connect, FUNCTION_URI, type Harness, ROLE, startGateway } from "./harness.ts";

const HTTP_TEMPLATE = '{"statusCode":200}';

describe("Pulumi's API Gateway types", () => {
  let harness: Harness;
  let context: HandlerContext;

  beforeEach(async () => {
    harness = await startGateway();
    context = { aws: harness.router, log: SILENT, urn: "urn:test", endpointUrl: `http://localhost:${harness.port}` };
  });

  afterEach(() => harness.stop());

  const handler = (name: string): ResourceHandler => {
    const found = harness.module.handlers.find(({ type }) => type === name);
    if (found === undefined) throw new Error(`no handler for ${name}`);
    return found;
  };
  const type = (noun: string): string => `aws:apigatewayv2/${noun.charAt(0).toLowerCase()}${noun.slice(1)}:${noun}`;
  const create = (noun: string, inputs: Properties) => handler(type(noun)).create(inputs, context);
  const read = (noun: string, id: string, known?: Properties) => handler(type(noun)).read(id, context, known);

  const newApi = () =>
    create("Api", {
      name: "orders",
      protocolType: "WEBSOCKET",
      routeSelectionExpression: "$request.body.action",
      tagsAll: { team: "a" },
    });

  /** A whole API by the handlers alone. */
  async function wholeApi() {
    const api = await newApi();
    const apiId = api.id;
    const integration = await create("Integration", {
      apiId,
      integrationType: "MOCK",
      requestTemplates: { "application/json": HTTP_TEMPLATE },
      requestParameters: { "integration.request.header.a": "'1'", "integration.request.header.b": "'2'" },
      timeoutMilliseconds: 1000,
    });
    const response = await create("IntegrationResponse", {
      apiId,
      integrationId: integration.id,
      integrationResponseKey: "$default",
      responseTemplates: { $default: "hello" },
    });
    const model = await create("Model", { apiId, name: "Order", contentType: "application/json", schema: "{}" });
    const route = await create("Route", {
      apiId,
      routeKey: "$default",
      target: `integrations/${integration.id}`,
      requestModels: { $default: "Order" },
      requestParameters: [{ requestParameterKey: "route.request.querystring.a", required: true }],
    });
    const routeResponse = await create("RouteResponse", { apiId, routeId: route.id, routeResponseKey: "$default" });
    const deployment = await create("Deployment", { apiId, triggers: { hash: "1" } });
    const stage = await create("Stage", {
      apiId,
      name: "dev",
      deploymentId: deployment.id,
      stageVariables: { v: "1" },
      tagsAll: { team: "a" },
    });
    return { api, apiId, integration, response, model, route, routeResponse, deployment, stage };
  }

  it("make an API that clients can use", async () => {
    const { stage, api, apiId } = await wholeApi();
    expect(api.outputs).to.include({
      apiEndpoint: `ws://localhost:${harness.port}/${apiId}`,
      arn: `arn:aws:apigateway:us-east-1::/apis/${apiId}`,
      executionArn: `arn:aws:execute-api:us-east-1:000000000000:${apiId}`,
      apiKeySelectionExpression: "$request.header.x-api-key",
      region: "us-east-1",
    });
    expect(stage.id).to.equal("dev");
    expect(stage.outputs).to.deep.include({
      arn: `arn:aws:apigateway:us-east-1::/apis/${apiId}/stages/dev`,
      executionArn: `arn:aws:execute-api:us-east-1:000000000000:${apiId}/dev`,
      invokeUrl: `ws://localhost:${harness.port}/${apiId}/dev`,
      tagsAll: { team: "a" },
    });
    const client = await connect(String(stage.outputs["invokeUrl"]).replace("localhost", "127.0.0.1"));
    expect(await ask(client, "{}")).to.equal("hello");
    client.socket.terminate();
  });

  it("read each thing back as it was made, by what is known and by an import id", async () => {
    const made = await wholeApi();
    const { apiId } = made;
    const nouns = [
      ["Integration", made.integration, `${apiId}/${made.integration.id}`],
      ["IntegrationResponse", made.response, `${apiId}/${made.integration.id}/${made.response.id}`],
      ["Model", made.model, `${apiId}/${made.model.id}`],
      ["Route", made.route, `${apiId}/${made.route.id}`],
      ["RouteResponse", made.routeResponse, `${apiId}/${made.route.id}/${made.routeResponse.id}`],
      ["Stage", made.stage, `${apiId}/dev`],
    ] as const;
    for (const [noun, { id, outputs }, importId] of nouns) {
      const comparable = { ...outputs };
      const refreshed = await read(noun, id, outputs);
      expect(refreshed?.id, noun).to.equal(id);
      expect(refreshed?.outputs, noun).to.deep.include(comparable);
      expect((await read(noun, importId))?.outputs, noun).to.deep.equal(refreshed?.outputs);
    }
    const deployment = await read("Deployment", made.deployment.id, made.deployment.outputs);
    expect(deployment?.outputs).to.deep.include({ apiId, triggers: { hash: "1" }, autoDeployed: false });
  });

  it("see what was changed behind Pulumi's back, and what has gone", async () => {
    const { apiId, route, integration } = await wholeApi();
    await harness.control("UpdateRoute", { ApiId: apiId, RouteId: route.id, RouteKey: "other" });
    expect((await read("Route", route.id, route.outputs))?.inputs).to.include({ routeKey: "other" });
    await harness.control("DeleteRoute", { ApiId: apiId, RouteId: route.id });
    expect(await read("Route", route.id, route.outputs)).to.equal(undefined);
    await handler(type("Route")).delete(route.id, route.outputs, context);
    await harness.control("DeleteApi", { ApiId: apiId });
    expect(await read("Api", apiId)).to.equal(undefined);
    expect(await read("Integration", integration.id, integration.outputs)).to.equal(undefined);
  });

  it("change in place, and drop what the program no longer says", async () => {
    const { apiId, integration, stage } = await wholeApi();
    const olds = integration.outputs;
    const news = { ...olds, requestParameters: { "integration.request.header.a": "'3'" }, timeoutMilliseconds: 500 };
    const updated = await handler(type("Integration")).update?.(integration.id, olds, news, context);
    expect(updated?.outputs["requestParameters"]).to.deep.equal({ "integration.request.header.a": "'3'" });
    expect(updated?.outputs["timeoutMilliseconds"]).to.equal(500);

    const { stageVariables: _gone, ...rest } = stage.outputs;
    const changed = await handler(type("Stage")).update?.(
      "dev",
      stage.outputs,
      {
        ...rest,
        apiId,
        tagsAll: { team: "b" },
        routeSettings: [{ routeKey: "$default", throttlingRateLimit: 1, throttlingBurstLimit: 2 }],
      },
      context,
    );
    expect(changed?.outputs).to.deep.include({ stageVariables: {}, tagsAll: { team: "b" } });
    expect(changed?.outputs["routeSettings"]).to.deep.equal([
      { routeKey: "$default", throttlingRateLimit: 1, throttlingBurstLimit: 2 },
    ]);
  });

  it("default route settings without limits throttle everything, as the provider for AWS does", async () => {
    const { apiId, deployment } = await wholeApi();
    const { outputs } = await create("Stage", {
      apiId,
      name: "closed",
      deploymentId: deployment.id,
      defaultRouteSettings: { dataTraceEnabled: false },
    });
    expect(outputs["defaultRouteSettings"]).to.deep.include({ throttlingBurstLimit: 0, throttlingRateLimit: 0 });
    const refused = await connect(`${harness.url}/${apiId}/closed`).catch((error: Error) => error.message);
    expect(refused).to.equal("429");
  });

  it("refuse what only HTTP APIs have, by name", () => {
    const failures = handler(type("Api")).check?.({ name: "a", corsConfiguration: {}, target: "x" }, new Set());
    expect(failures?.map(({ property }) => property)).to.deep.equal(["corsConfiguration", "target"]);
  });

  it("make authorizers", async () => {
    const { id: apiId } = await newApi();
    const inputs = {
      apiId,
      name: "gate",
      authorizerType: "REQUEST",
      authorizerUri: FUNCTION_URI,
      identitySources: ["route.request.header.Auth"],
    };
    const made = await create("Authorizer", inputs);
    expect((await read("Authorizer", made.id, made.outputs))?.inputs).to.deep.include(inputs);
  });

  it("set the account's role, and delete it to nothing", async () => {
    const account = handler("aws:apigateway/account:Account");
    const made = await account.create({ cloudwatchRoleArn: ROLE }, context);
    expect(made).to.deep.include({ id: "000000000000" });
    expect(made.outputs).to.deep.include({
      cloudwatchRoleArn: ROLE,
      throttleSettings: [{ burstLimit: 5000, rateLimit: 10_000 }],
    });
    await account.delete(made.id, made.outputs, context);
    expect((await account.read(made.id, context))?.outputs).to.include({ cloudwatchRoleArn: "" });
  });
});
