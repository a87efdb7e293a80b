import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { virtualClock } from "../../../local/clock/virtual-clock.ts";
import type { JsonObject } from "../../../local/json.ts";
import { fileStorage } from "../../../local/storage.ts";
import { ask, connect, deployApi, fakeLambda, type Harness, LAMBDA_ROUTE, mockRoute, startGateway } from "./harness.ts";

const MINUTE = 60_000;

describe("Connections end", () => {
  let harness: Harness;
  let url: string;
  let apiId: string;
  const ended: JsonObject[] = [];

  beforeEach(async () => {
    ended.length = 0;
    harness = await startGateway([
      fakeLambda((event) => {
        ended.push(event);
        return { statusCode: 200 };
      }),
    ]);
    ({ url, apiId } = await deployApi(harness, [mockRoute("$default", "ok"), { key: "$disconnect", ...LAMBDA_ROUTE }]));
  });

  afterEach(() => harness.stop());

  const disconnection = async (): Promise<unknown> => {
    while (ended.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await harness.clock.idle();
    expect(ended).to.have.lengthOf(1);
    const [event = {}] = ended;
    const context = event["requestContext"] as JsonObject;
    return { code: context["disconnectStatusCode"], reason: context["disconnectReason"] };
  };

  it("with the client's code and reason", async () => {
    const client = await connect(url);
    client.socket.close(4000, "done");
    expect(await disconnection()).to.deep.equal({ code: 4000, reason: "done" });
  });

  it("without a code: 1005 in AWS's words", async () => {
    const client = await connect(url);
    client.socket.close();
    expect(await disconnection()).to.deep.equal({ code: 1005, reason: "Client-side close frame status not set" });
  });

  it("when the client drops: 1006", async () => {
    const client = await connect(url);
    client.socket.terminate();
    expect(await disconnection()).to.include({ code: 1006 });
  });

  it("with the four headers that AWS sends, and neither query nor body", async () => {
    const client = await connect(`${url}?a=b`);
    client.socket.close();
    await disconnection();
    const [event = {}] = ended;
    expect(Object.keys(event)).to.deep.equal(["headers", "multiValueHeaders", "requestContext", "isBase64Encoded"]);
    expect(event["headers"]).to.deep.equal({
      Host: `${apiId}.execute-api.us-east-1.amazonaws.com`,
      "x-api-key": "",
      "X-Forwarded-For": "",
      "x-restapi": "",
    });
    expect(Object.keys(event["requestContext"] as object).slice(0, 7)).to.deep.equal(
      "routeKey disconnectStatusCode eventType extendedRequestId requestTime messageDirection disconnectReason".split(
        " ",
      ),
    );
  });

  it("after ten minutes without a message, which begin anew with each", async () => {
    const client = await connect(url);
    await harness.clock.advance(9 * MINUTE);
    expect(await ask(client, "still here")).to.equal("ok");
    await harness.clock.advance(9 * MINUTE);
    expect(client.socket.readyState).to.equal(client.socket.OPEN);
    await harness.clock.advance(MINUTE);
    expect(await client.closed).to.deep.equal({ code: 1001, reason: "Going away" });
    expect(await disconnection()).to.deep.equal({ code: 1001, reason: "Going away" });
  });

  it("not while the client pings", async () => {
    const client = await connect(url);
    for (let turn = 0; turn < 3; turn++) {
      await harness.clock.advance(9 * MINUTE);
      const pong = new Promise((resolve) => client.socket.once("pong", resolve));
      client.socket.ping();
      await pong;
    }
    expect(client.socket.readyState).to.equal(client.socket.OPEN);
    client.socket.terminate();
  });

  it("not for pinging a thousand times at once", async () => {
    const client = await connect(url);
    let pongs = 0;
    const answered = new Promise<void>((resolve) => {
      client.socket.on("pong", () => {
        pongs++;
        if (pongs === 1000) resolve();
      });
    });
    for (let turn = 0; turn < 1000; turn++) client.socket.ping();
    await answered;
    client.socket.terminate();
  });

  it("after two hours, however busy", async () => {
    const client = await connect(url);
    for (let turn = 0; turn < 13; turn++) {
      await harness.clock.advance(9 * MINUTE);
      await ask(client, "busy");
    }
    await harness.clock.advance(3 * MINUTE);
    expect(await client.closed).to.include({ code: 1001 });
  });

  it("each at its own time", async () => {
    const first = await connect(url);
    await harness.clock.advance(4 * MINUTE);
    const second = await connect(url);
    await harness.clock.advance(6 * MINUTE);
    await first.closed;
    expect(second.socket.readyState).to.equal(second.socket.OPEN);
    await harness.clock.advance(4 * MINUTE);
    await second.closed;
  });

  it("when their stage is deleted", async () => {
    const client = await connect(url);
    await harness.control("DeleteStage", { ApiId: apiId, StageName: "dev" });
    expect(await client.closed).to.include({ code: 1001 });
  });

  it("and stay over a new deployment, which the next frame uses", async () => {
    const client = await connect(url);
    const { Items } = await harness.control("GetRoutes", { ApiId: apiId });
    const [route] = (Items as JsonObject[]).filter(({ RouteKey }) => RouteKey === "$default");
    await harness.control("DeleteRoute", { ApiId: apiId, RouteId: String(route?.["RouteId"]) });
    expect(await ask(client, "x")).to.equal("ok");
    const told = harness.logged.filter((line) => line.includes("goes on showing it"));
    expect(told).to.have.length(1);
    expect(told[0]).to.match(/^Route \$default of API \w+ is deleted, and stage dev goes on showing it, /);
    await harness.control("CreateDeployment", { ApiId: apiId, StageName: "dev" });
    expect(await ask(client, "x")).to.contain("Forbidden");
    client.socket.terminate();
  });
});

describe("Connections that a crash left open", () => {
  it("get their $disconnect when the runtime is back", async () => {
    const directory = mkdtempSync(join(tmpdir(), "gateway-"));
    try {
      const contexts: JsonObject[] = [];
      const lambda = fakeLambda((event) => {
        contexts.push(event["requestContext"] as JsonObject);
        return { statusCode: 200 };
      });
      const clock = virtualClock();
      const storage = fileStorage(directory);
      const before = await startGateway([lambda], { storage, clock });
      const { url } = await deployApi(before, [
        { key: "$connect", ...LAMBDA_ROUTE },
        { key: "$disconnect", ...LAMBDA_ROUTE },
      ]);
      const client = await connect(url);
      await before.stop();
      await client.closed;
      storage.close();

      const after = await startGateway([lambda], { storage: fileStorage(directory), clock });
      await after.module.clean?.();
      const [opened, closed, ...more] = contexts;
      expect(more).to.have.lengthOf(0);
      expect(closed).to.include({ eventType: "DISCONNECT", connectionId: opened?.["connectionId"] });
      await after.module.clean?.();
      expect(contexts).to.have.lengthOf(2);
      await after.stop();
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
