import { expect } from "chai";
import { currentAccount } from "../../../infra/account.ts";
import { WebSocketApi } from "../../../infra/websocket/api.ts";
import { reply } from "../../../infra/websocket/integrations/mock.ts";
import { WebSocketRoute } from "../../../infra/websocket/route.ts";
import { WebSocketStage } from "../../../infra/websocket/stage.ts";
import { accountThrottling, type Throttling } from "../../../infra/websocket/throttling.ts";
import { deploy } from "../mocks.ts";

// DG/websocket-api-protect: the limits of a stage cannot be above those of its account; DG/limits says which these are.
describe("the throttling of a stage", () => {
  async function limits(throttling?: Throttling): Promise<unknown> {
    const program = await deploy({}, async () => {
      const api = new WebSocketApi("api", { stageName: "dev" });
      const ping = { api, account: currentAccount(), routeKey: "ping", integration: reply({ type: "pong" }) };
      const routes = [new WebSocketRoute("ping", ping)];
      new WebSocketStage("stage", { api, routes, ...(throttling && { throttling }) });
      return {};
    });
    return program.get("aws:apigatewayv2/stage:Stage", "stage").inputs["defaultRouteSettings"];
  }

  it("is what accounts have in the region", async () => {
    expect(await limits()).to.include({ throttlingRateLimit: 10_000, throttlingBurstLimit: 5000 });
  });

  it("is a quarter of that where accounts have a quarter", () => {
    for (const region of ["eu-central-2", "eu-south-1", "ap-southeast-3", "mx-central-1"]) {
      expect(accountThrottling(region), region).to.deep.equal({ rate: 2500, burst: 1250 });
    }
    expect(accountThrottling("us-east-1")).to.deep.equal({ rate: 10_000, burst: 5000 });
  });

  it("is what the stage is given", async () => {
    expect(await limits({ rate: 3, burst: 7 })).to.include({ throttlingRateLimit: 3, throttlingBurstLimit: 7 });
  });
});
