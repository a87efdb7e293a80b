import { expect } from "chai";
import type { JsonObject } from "../../../../local/json.ts";
import { eventTypes, harness } from "../harness.ts";
import { REQUIRED, run, task } from "./one-task.ts";

describe("lambda", () => {
  const returns =
    (payload: string, more: JsonObject = {}) =>
    () => ({
      StatusCode: 200,
      ExecutedVersion: "$LATEST",
      Payload: Buffer.from(payload).toString("base64"),
      ...more,
    });

  it("wraps what the function returns", async () => {
    const box = harness();
    const definition = task("lambda:invoke", { FunctionName: "f", Payload: { a: 1 } });
    const { output } = await run(box, "lambda", "Invoke", returns('{"ok":true}'), definition);
    expect(Object.keys(output)).to.deep.equal([
      "ExecutedVersion",
      "Payload",
      "SdkHttpMetadata",
      "SdkResponseMetadata",
      "StatusCode",
    ]);
    expect(output["Payload"]).to.deep.equal({ ok: true });
    expect(((output["SdkHttpMetadata"] as JsonObject)["HttpHeaders"] as JsonObject)["Content-Length"]).to.equal("11");
    expect(Buffer.from(String(box.seen[0]?.input["Payload"]), "base64").toString()).to.equal('{"a":1}');
  });

  it("as a bare ARN gives what the function returns", async () => {
    const box = harness();
    const definition = task("arn:aws:lambda:us-east-1:123456789012:function:f", { a: 1 });
    const { output, description } = await run(box, "lambda", "Invoke", returns('{"ok":true}'), definition);
    expect(output).to.deep.equal({ ok: true });
    expect(await eventTypes(box, description["executionArn"])).to.include.members([
      "LambdaFunctionScheduled",
      "LambdaFunctionStarted",
      "LambdaFunctionSucceeded",
    ]);
  });

  it("fails with the function's error, the payload as it is being the cause", async () => {
    const payload = '{"errorType": "Error", "errorMessage": "boom", "trace": []}';
    const box = harness();
    const answer = returns(payload, { FunctionError: "Unhandled" });
    const { description } = await run(
      box,
      "lambda",
      "Invoke",
      answer,
      task("lambda:invoke", REQUIRED["lambda:invoke"]),
    );
    expect([description["error"], description["cause"]]).to.deep.equal(["Error", payload]);
  });

  it("fails with Lambda.Unknown when there is no errorType", async () => {
    const payload = '{"errorMessage":"2020-01-01 Task timed out after 3.00 seconds"}';
    const box = harness();
    const answer = returns(payload, { FunctionError: "Unhandled" });
    const { description } = await run(
      box,
      "lambda",
      "Invoke",
      answer,
      task("lambda:invoke", REQUIRED["lambda:invoke"]),
    );
    expect(description["error"]).to.equal("Lambda.Unknown");
    expect(description["cause"]).to.equal(
      `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`,
    );
  });
});
