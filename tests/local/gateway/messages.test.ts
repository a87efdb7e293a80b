import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import {
  ask,
  type Client,
  connect,
  deployApi,
  fakeLambda,
  type Harness,
  LAMBDA_ROUTE,
  mockRoute,
  startGateway,
} from "./harness.ts";

interface Case {
  readonly name: string;
  readonly frame: string;
  readonly reply: string;
  readonly logged: string;
}

const { cases }: { cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL("../../cases/gateway/error-frames.json", import.meta.url), "utf8"),
);

const mockResponse = (key: string) => [{ IntegrationResponseKey: key }];
const mockWith = (template: string) => ({ IntegrationType: "MOCK", RequestTemplates: { $default: template } });

describe("Frames", () => {
  let harness: Harness;
  let answer: (event: JsonObject) => unknown = () => ({ statusCode: 200 });

  beforeEach(async () => {
    harness = await startGateway([fakeLambda((event) => answer(event))]);
  });

  afterEach(() => harness.stop());

  it("of a client that reads no replies do not fill the memory", async () => {
    answer = () => ({ statusCode: 200, body: "x".repeat(100_000) });
    const { url } = await deployApi(harness, [{ key: "$default", ...LAMBDA_ROUTE }]);
    const client = await connect(url);
    client.socket.pause();
    const dropped = () => harness.logged.find((line) => line.includes("its client does not read"));
    const other = await connect(url);
    while (dropped() === undefined) {
      for (let turn = 0; turn < 20; turn++) client.socket.send("more");
      await ask(other, "and I do");
    }
    expect(dropped()).to.match(/^A reply to connection \S+= was dropped: its client does not read\.$/);
    client.socket.terminate();
  });

  describe("that fail", () => {
    const failing = [
      { key: "throws", ...LAMBDA_ROUTE },
      { key: "malformed", ...LAMBDA_ROUTE },
      { key: "one-way", ...LAMBDA_ROUTE, answers: false },
      { key: "unmapped", integration: mockWith('{"statusCode":200}'), responses: mockResponse("/404/") },
      { key: "template", integration: mockWith("#if($x"), responses: mockResponse("$default") },
      { key: "mock", integration: mockWith('{"status":200}'), responses: mockResponse("$default") },
      { key: "never", integration: { IntegrationType: "MOCK", PassthroughBehavior: "NEVER" } },
      { key: "nothing" },
      mockRoute("limited", "ok"),
      mockRoute("model", "ok", { route: { RequestModels: { $default: "M" } } }),
    ];

    for (const one of cases) {
      it(one.name, async () => {
        answer = (event) => {
          if (String(event["body"]).includes("malformed")) return { statusCode: 200, Data: "x" };
          if (String(event["body"]).includes("nothing at all")) return null;
          throw new Error("boom");
        };
        const limits = { ThrottlingBurstLimit: 0, ThrottlingRateLimit: 0 };
        const { url } = await deployApi(harness, failing, {
          models: { M: { type: "object", required: ["x"] } },
          stage: { RouteSettings: { limited: limits } },
        });
        const client = await connect(url);
        const frame = await ask(client, one.frame);
        const known = frame
          .replace(/"connectionId":"[\w-]{15}="/, '"connectionId":"CONN"')
          .replace(/"requestId":"[\w-]{11}[\w-]{4}="/, '"requestId":"REQ"');
        expect(known).to.equal(one.reply);
        expect(harness.logged.join("\n")).to.contain(one.logged);
        // The connection stays open.
        expect(await ask(client, one.frame)).to.contain("message");
        client.socket.terminate();
      });
    }
  });

  it("reach the route that the expression names, else $default, in the event's own words", async () => {
    answer = ({ requestContext, body }) => ({
      statusCode: 200,
      body: `${(requestContext as JsonObject)["routeKey"]} ${body}`,
    });
    const { url } = await deployApi(harness, [
      { key: "order", ...LAMBDA_ROUTE },
      { key: "$default", ...LAMBDA_ROUTE },
    ]);
    const client = await connect(url);
    expect(await ask(client, { action: "order" })).to.equal('order {"action":"order"}');
    expect(await ask(client, { action: "other" })).to.equal('$default {"action":"other"}');
    expect(await ask(client, "plain text, it's 100% fine")).to.equal("$default plain text, it's 100% fine");
    expect(await ask(client, { action: "$disconnect" })).to.equal('$default {"action":"$disconnect"}');
    client.socket.terminate();
  });

  it("that are no JSON reach $default even where the expression is static", async () => {
    answer = ({ requestContext }) => ({ statusCode: 200, body: String((requestContext as JsonObject)["routeKey"]) });
    const routes = ["only", "$default"].map((key) => ({ key, ...LAMBDA_ROUTE }));
    const { url } = await deployApi(harness, routes, { selection: "only" });
    const client = await connect(url);
    expect(await ask(client, { a: 1 })).to.equal("only");
    expect(await ask(client, "text")).to.equal("$default");
    client.socket.terminate();
  });

  it("give a function no headers, and the body as sent", async () => {
    const events: JsonObject[] = [];
    answer = (event) => {
      events.push(event);
      return { statusCode: 200, body: "ok" };
    };
    const { url } = await deployApi(harness, [{ key: "$default", ...LAMBDA_ROUTE }], {
      stage: { StageVariables: { k: "v" } },
    });
    const client = await connect(url);
    await ask(client, ' {"a" : 1} ');
    client.socket.terminate();
    const [event = {}] = events;
    expect(Object.keys(event)).to.deep.equal(["stageVariables", "requestContext", "body", "isBase64Encoded"]);
    expect(event["body"]).to.equal(' {"a" : 1} ');
    expect(Object.keys(event["requestContext"] as object)).to.deep.equal(
      "routeKey messageId eventType extendedRequestId requestTime messageDirection stage connectedAt requestTimeEpoch identity requestId domainName connectionId apiId".split(
        " ",
      ),
    );
    const { requestId, extendedRequestId } = event["requestContext"] as JsonObject;
    expect(requestId).to.equal(extendedRequestId);
  });

  it("get no reply without a route response, and the log says so once", async () => {
    answer = () => ({ statusCode: 200, body: "unheard" });
    const { url } = await deployApi(harness, [
      { key: "silent", ...LAMBDA_ROUTE, answers: false },
      mockRoute("ping", "pong"),
    ]);
    const client = await connect(url);
    client.socket.send('{"action":"silent"}');
    client.socket.send('{"action":"silent"}');
    expect(await ask(client, { action: "ping" })).to.equal("pong");
    await harness.clock.idle();
    expect(harness.calls).to.have.lengthOf(2);
    expect(harness.logged.filter((line) => line.includes("has no route response"))).to.have.lengthOf(1);
    client.socket.terminate();
  });

  it("get the body of whatever status as their reply", async () => {
    answer = ({ body }) => ({ statusCode: Number(body), body: `status ${String(body)}` });
    const { url } = await deployApi(harness, [{ key: "$default", ...LAMBDA_ROUTE }]);
    const client = await connect(url);
    for (const status of ["201", "301", "401", "500"]) {
      expect(await ask(client, status)).to.equal(`status ${status}`);
    }
  });

  it("get no frame for an empty reply", async () => {
    const { url } = await deployApi(harness, [mockRoute("empty"), mockRoute("ping", "pong")]);
    const client = await connect(url);
    client.socket.send('{"action":"empty"}');
    expect(await ask(client, { action: "ping" })).to.equal("pong");
    expect(harness.logged.join("\n")).to.contain("the integration's reply is empty");
    client.socket.terminate();
  });

  it("longer than the integration's timeout are told, and others overtake them", async () => {
    answer = async ({ body }) => {
      if (String(body).includes("slow")) await harness.clock.sleep(40_000);
      return { statusCode: 200, body: "quick" };
    };
    const { url } = await deployApi(harness, [{ key: "$default", ...LAMBDA_ROUTE }]);
    const client = await connect(url);
    client.socket.send("slow");
    expect(await ask(client, "fast")).to.equal("quick");
    expect(await client.next()).to.match(/^\{"message": "Endpoint request timed out", "connectionId":"/);
    client.socket.terminate();
  });

  it("are checked by the model that the expression names", async () => {
    const { url } = await deployApi(
      harness,
      [
        mockRoute("$default", "ok", {
          route: { ModelSelectionExpression: "$request.body.kind", RequestModels: { order: "Order", chat: "Chat" } },
        }),
      ],
      {
        models: {
          Order: { type: "object", properties: { amount: { type: "integer" } }, required: ["amount"] },
          Chat: {
            type: "object",
            properties: { to: { $ref: "https://apigateway.amazonaws.com/restapis/x/models/Name" } },
          },
          Name: { type: "string", minLength: 2 },
        },
      },
    );
    const client = await connect(url);
    const invalid = /^\{"message": "Invalid request body"/;
    expect(await ask(client, { kind: "order", amount: 1 })).to.equal("ok");
    expect(await ask(client, { kind: "order", amount: "1" })).to.match(invalid);
    expect(await ask(client, '{"kind":"order","amount":1.0}')).to.match(invalid);
    expect(await ask(client, { kind: "chat", to: "me" })).to.equal("ok");
    expect(await ask(client, { kind: "chat", to: "x" })).to.match(invalid);
    expect(await ask(client, { kind: "none" })).to.match(invalid);
    expect(await ask(client, "not json")).to.match(invalid);
    expect(harness.logged.join("\n")).to.contain("no model for");
    client.socket.terminate();
  });

  it("whose model is wrong are an internal error, with the reason in the log", async () => {
    const models = { Loop: { allOf: [{ $ref: "#" }] } };
    const route = { RequestModels: { $default: "Loop" } };
    const { url } = await deployApi(harness, [mockRoute("$default", "ok", { route })], { models });
    const client = await connect(url);
    expect(await ask(client, { x: "y" })).to.contain("Internal server error");
    expect(harness.logged.join("\n")).to.contain("the model Loop refers to itself without end");
    client.socket.terminate();
  });

  describe("that the protocol refuses", () => {
    let client: Client;
    beforeEach(async () => {
      const { url } = await deployApi(harness, [mockRoute("$default", "ok"), { key: "$disconnect", ...LAMBDA_ROUTE }]);
      client = await connect(url);
    });

    const big = (size: number): string => "x".repeat(size);

    it("binary: 1003", async () => {
      client.socket.send(Buffer.from("x"), { binary: true });
      expect(await client.closed).to.deep.equal({ code: 1003, reason: "Binary is not supported" });
    });

    it("a frame of 32 KB is fine, one of more is 1009", async () => {
      expect(await ask(client, big(32 * 1024))).to.equal("ok");
      client.socket.send(big(32 * 1024 + 1));
      expect(await client.closed).to.deep.equal({ code: 1009, reason: "Message too big" });
    });

    it("a message of 128 KB in frames is fine, one of more is 1009", async () => {
      const fragments = (last: string): void => {
        for (let part = 0; part < 4; part++) client.socket.send(big(32 * 1024), { fin: last === "" && part === 3 });
        if (last !== "") client.socket.send(last, { fin: true });
      };
      fragments("");
      expect(await client.next()).to.equal("ok");
      fragments("x");
      expect(await client.closed).to.include({ code: 1009 });
      expect(harness.logged.join("\n")).to.include("is closed with 1009: a message is longer than 128 KB.");
    });

    it("is told once, also when the message is too long as well", async () => {
      client.socket.send(big(128 * 1024 + 1));
      await client.closed;
      expect(harness.logged.filter((line) => line.includes("is closed with"))).to.have.lengthOf(1);
    });

    it("text that is no UTF-8: 1007", async () => {
      client.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
      expect(await client.closed).to.include({ code: 1007 });
    });

    it("and $disconnect runs for each", async () => {
      let seen: JsonObject = {};
      answer = (event) => {
        seen = event["requestContext"] as JsonObject;
        return { statusCode: 200 };
      };
      client.socket.send(Buffer.from("x"), { binary: true });
      await client.closed;
      await harness.clock.idle();
      expect(seen).to.include({ eventType: "DISCONNECT", disconnectStatusCode: 1003 });
    });
  });
});
