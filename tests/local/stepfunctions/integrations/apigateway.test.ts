import { expect } from "chai";
import type { JsonObject } from "../../../../local/json.ts";
import { harness } from "../harness.ts";
import { refuse, run, task } from "./one-task.ts";

describe("apigateway:invoke", () => {
  const parameters = {
    ApiEndpoint: "abc123.execute-api.us-east-1.amazonaws.com",
    Method: "POST",
    Stage: "dev",
    Path: "/@connections/WDGT8fY4joECJrQ%3D",
    RequestBody: { Message: "Hello" },
    AuthType: "IAM_ROLE",
  };

  it("pushes to a connection", async () => {
    const box = harness();
    const { output } = await run(
      box,
      "execute-api",
      "PostToConnection",
      () => ({}),
      task("apigateway:invoke", parameters),
    );
    expect(box.seen[0]?.input).to.deep.equal({
      ConnectionId: "WDGT8fY4joECJrQ=",
      ApiId: "abc123",
      Stage: "dev",
      Data: Buffer.from('{"Message":"Hello"}').toString("base64"),
    });
    expect(output).to.deep.include({ StatusCode: 200, StatusText: "OK" });
    expect((output["Headers"] as JsonObject)["Content-Length"]).to.deep.equal(["0"]);
  });

  it("takes the local form of an endpoint", async () => {
    const box = harness();
    const local = { ...parameters, ApiEndpoint: "localhost:4900/abc123" };
    await run(box, "execute-api", "PostToConnection", () => ({}), task("apigateway:invoke", local));
    expect(box.seen[0]?.input).to.include({ ApiId: "abc123", Stage: "dev" });
  });

  it("fails with the status, the body being the cause", async () => {
    const gone = harness();
    const first = await run(
      gone,
      "execute-api",
      "PostToConnection",
      refuse("GoneException", "", 410),
      task("apigateway:invoke", parameters),
    );
    expect([first.description["error"], first.description["cause"]]).to.deep.equal(["ApiGateway.410", ""]);
    const unsigned = harness();
    const { AuthType: _signed, ...rest } = parameters;
    const second = await run(unsigned, "execute-api", "PostToConnection", () => ({}), task("apigateway:invoke", rest));
    expect([second.description["error"], second.description["cause"]]).to.deep.equal([
      "ApiGateway.403",
      '{"message":"Missing Authentication Token"}',
    ]);
  });
});
