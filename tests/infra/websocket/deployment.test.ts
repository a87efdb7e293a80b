import { expect } from "chai";
import { currentAccount } from "../../../infra/account.ts";
import { WebSocketApi } from "../../../infra/websocket/api.ts";
import { invokeFunction } from "../../../infra/websocket/integrations/lambda.ts";
import { reply } from "../../../infra/websocket/integrations/mock.ts";
import { startExecution } from "../../../infra/websocket/integrations/step-functions.ts";
import { type RouteModel, WebSocketRoute } from "../../../infra/websocket/route.ts";
import { WebSocketStage, type WebSocketStageArgs } from "../../../infra/websocket/stage.ts";
import { bodyJson, type Template } from "../../../infra/websocket/templates.ts";
import { type Deployment, deploy } from "../mocks.ts";

/** What differs between two runs of a small program. */
interface Variation {
  readonly input?: Template;
  readonly machine?: string;
  readonly pong?: string;
  readonly routeKey?: string;
  readonly replies?: boolean;
  readonly model?: RouteModel;
  readonly selection?: string;
  readonly timeout?: number;
  readonly stage?: Partial<WebSocketStageArgs>;
}

function run(variation: Variation = {}): Promise<Deployment> {
  return deploy({}, async () => {
    const account = currentAccount();
    const api = new WebSocketApi("api", {
      stageName: "dev",
      ...(variation.selection ? { routeSelectionExpression: variation.selection } : {}),
    });
    const start = new WebSocketRoute("start", {
      api,
      account,
      routeKey: variation.routeKey ?? "start",
      reply: variation.replies ?? true,
      integration: startExecution({
        stateMachineArn: variation.machine ?? "arn:aws:states:eu-central-1:123456789012:stateMachine:m",
        input: variation.input ?? bodyJson("$"),
      }),
      ...(variation.model ? { model: variation.model } : {}),
      ...(variation.timeout ? { transform: { integration: { timeoutMilliseconds: variation.timeout } } } : {}),
    });
    const ping = new WebSocketRoute("ping", {
      api,
      account,
      routeKey: "ping",
      integration: reply({ type: variation.pong ?? "pong" }),
    });
    new WebSocketStage("stage", { api, routes: [start, ping], ...variation.stage });
    return {};
  });
}

async function triggers(variation?: Variation): Promise<unknown> {
  return (await run(variation)).get("aws:apigatewayv2/deployment:Deployment", "stage-deployment").inputs["triggers"];
}

describe("the deployment of a WebSocket API", () => {
  const model = { name: "start", schema: { type: "object" } };
  const changes: Readonly<Record<string, Variation>> = {
    "the request template": { input: bodyJson("$.data") },
    "what an integration calls": { machine: "arn:aws:states:eu-central-1:123456789012:stateMachine:other" },
    "a response template": { pong: "tick" },
    "a route's key": { routeKey: "begin" },
    "whether a route replies": { replies: false },
    "a model": { model },
    "a model's schema": { model: { ...model, schema: { type: "array" } } },
    "how routes are selected": { selection: "$request.body.type" },
    "a property that only a transform sets": { timeout: 5000 },
  };

  for (const [what, variation] of Object.entries(changes)) {
    it(`is made anew when ${what} changes`, async () => {
      const before = what === "a model's schema" ? await triggers({ model }) : await triggers();
      expect(await triggers(variation)).not.to.deep.equal(before);
    });
  }

  const unchanged: Readonly<Record<string, Variation>> = {
    "nothing changes": {},
    "the stage's settings change": {
      stage: { throttling: { rate: 1, burst: 1 }, logLevel: "INFO", logRetentionDays: 30 },
    },
  };
  for (const [what, variation] of Object.entries(unchanged)) {
    it(`stays when ${what}`, async () => {
      expect(await triggers(variation)).to.deep.equal(await triggers());
    });
  }

  it("waits for everything that it takes a picture of", async () => {
    const program = await run({ model });
    const { dependencies } = program.get("aws:apigatewayv2/deployment:Deployment", "stage-deployment");
    const pictured = ["Route", "RouteResponse", "Integration", "IntegrationResponse", "Model"].flatMap((kind) =>
      program.all(`aws:apigatewayv2/${kind[0]?.toLowerCase()}${kind.slice(1)}:${kind}`),
    );
    expect(pictured).to.have.lengthOf(9);
    for (const { urn } of pictured) expect(dependencies).to.include(urn);
  });

  it("waits for the permission to call a function: the route would fail until it is there", async () => {
    const program = await deploy({}, async () => {
      const api = new WebSocketApi("api", { stageName: "dev" });
      const integration = invokeFunction({ functionName: "echo", invokeArn: "arn:aws:apigateway:r:lambda:path/f" });
      const route = new WebSocketRoute("echo", { api, account: currentAccount(), routeKey: "$default", integration });
      new WebSocketStage("stage", { api, routes: [route] });
      return {};
    });
    const { dependencies } = program.get("aws:apigatewayv2/deployment:Deployment", "stage-deployment");
    expect(dependencies).to.include(program.get("aws:lambda/permission:Permission", "echo-permission").urn);
  });

  it("is depended on by the stage alone", async () => {
    const program = await run();
    const { urn } = program.get("aws:apigatewayv2/deployment:Deployment", "stage-deployment");
    const dependents = program.resources.filter((each) => each.dependencies.includes(urn));
    expect(dependents.map((each) => each.name)).to.deep.equal(["stage"]);
  });
});
