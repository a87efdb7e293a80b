import { expect } from "chai";
import type { JsonObject } from "../../../../local/json.ts";
import { harness, PREFIX } from "../harness.ts";
import { REQUIRED, refuse, run, task } from "./one-task.ts";

describe("aws-sdk", () => {
  it("speaks PascalCase with camelCase services, and shows timestamps as ISO text", async () => {
    const box = harness();
    const child = await box.machine({ StartAt: "A", States: { A: { Type: "Pass", End: true } } }, { name: "child" });
    const definition = task("aws-sdk:sfn:startExecution", { StateMachineArn: child, Input: { a: 1 }, Name: "c" });
    const { output } = await box.run(definition);
    expect(JSON.parse(String(output))).to.deep.equal({
      ExecutionArn: `${PREFIX}execution:child:c`,
      StartDate: "2024-01-10T12:00:00Z",
    });
  });

  it("runs Express machines synchronously", async () => {
    const box = harness();
    const definition = { StartAt: "A", States: { A: { Type: "Wait", Seconds: 3, End: true } } };
    const child = await box.machine(definition, { name: "child", type: "EXPRESS" });
    const { output } = await box.run(task("aws-sdk:sfn:startSyncExecution", { StateMachineArn: child, Input: "{}" }));
    const answer = JSON.parse(String(output)) as JsonObject;
    expect(answer).to.deep.include({ Status: "SUCCEEDED", Output: "{}", OutputDetails: { Included: true } });
    expect(answer["StopDate"]).to.equal("2024-01-10T12:00:03Z");
  });

  it("names errors as the SDK for Java 2 does", async () => {
    const box = harness();
    const message = "The conditional request failed";
    const answer = refuse("ConditionalCheckFailedException", message);
    const { description } = await run(
      box,
      "dynamodb",
      "PutItem",
      answer,
      task("aws-sdk:dynamodb:putItem", REQUIRED["dynamodb:putItem"]),
    );
    expect(description["error"]).to.equal("DynamoDb.ConditionalCheckFailedException");
    expect(description["cause"]).to.match(
      /^The conditional request failed \(Service: DynamoDb, Status Code: 400, Request ID: [0-9a-f-]{36}\) \(SDK Attempt Count: 1\)$/,
    );
    const other = harness();
    const unknown = await other.run(
      task("aws-sdk:sfn:describeStateMachine", { StateMachineArn: `${PREFIX}stateMachine:no` }),
    );
    expect(unknown["error"]).to.equal("Sfn.StateMachineDoesNotExistException");
  });

  it("leaves items' attribute names alone", async () => {
    const box = harness();
    const Item = { payload: { S: "x" }, b: { M: { StartTime: { N: "1" } } } };
    const definition = task("aws-sdk:dynamodb:getItem", { TableName: "t", Key: {} });
    const { output } = await run(box, "dynamodb", "GetItem", () => ({ Item }), definition);
    expect(output).to.deep.equal({ Item });
  });
});
