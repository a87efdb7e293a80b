import { expect } from "chai";
import type { JsonObject } from "../../../../local/json.ts";
import { eventTypes, harness, PREFIX } from "../harness.ts";
import { task } from "./one-task.ts";

describe("states:startExecution", () => {
  const child = {
    StartAt: "W",
    States: { W: { Type: "Wait", Seconds: 5, Next: "P" }, P: { Type: "Pass", Result: { ok: true }, End: true } },
  };
  const started = async (pattern: string, definition: JsonObject = child) => {
    const box = harness();
    const StateMachineArn = await box.machine(definition, { name: "child" });
    const description = await box.run(
      task(`states:startExecution${pattern}`, { StateMachineArn, Name: "c", Input: { n: 1 } }),
    );
    return { box, description };
  };

  it("answers at once", async () => {
    const { description } = await started("");
    const output = JSON.parse(String(description["output"])) as JsonObject;
    expect(Object.keys(output)).to.deep.equal(["ExecutionArn", "SdkHttpMetadata", "SdkResponseMetadata", "StartDate"]);
  });

  it("with .sync waits, the output being text", async () => {
    const { box, description } = await started(".sync");
    const output = JSON.parse(String(description["output"])) as JsonObject;
    expect(output).to.deep.include({ Status: "SUCCEEDED", Output: '{"ok":true}', Input: '{"n":1}', Name: "c" });
    expect(output["StopDate"]).to.equal(1704888005000);
    expect(await eventTypes(box, description["executionArn"])).to.include("TaskSubmitted");
  });

  it("with .sync:2 waits, the output being JSON", async () => {
    const { description } = await started(".sync:2");
    const output = JSON.parse(String(description["output"])) as JsonObject;
    expect(output["Output"]).to.deep.equal({ ok: true });
    expect(output["Input"]).to.deep.equal({ n: 1 });
  });

  it("fails with the failed execution's description", async () => {
    const { description } = await started(".sync:2", {
      StartAt: "F",
      States: { F: { Type: "Fail", Error: "E", Cause: "C" } },
    });
    expect(description["error"]).to.equal("States.TaskFailed");
    expect(JSON.parse(String(description["cause"]))).to.deep.include({ Status: "FAILED", Error: "E", Cause: "C" });
  });

  it("stops what it waits for when it is stopped itself", async () => {
    const box = harness();
    await box.states("CreateActivity", { name: "work" });
    const StateMachineArn = await box.machine(task(`${PREFIX}activity:work`), { name: "child" });
    const stateMachineArn = await box.machine(task("states:startExecution.sync", { StateMachineArn, Name: "c" }));
    const { executionArn } = await box.states("StartExecution", { stateMachineArn });
    await box.clock.idle();
    await box.states("StopExecution", { executionArn });
    await box.clock.idle();
    const nested = await box.states("DescribeExecution", { executionArn: `${PREFIX}execution:child:c` });
    expect(nested["status"]).to.equal("ABORTED");
  });

  it("says when a name is taken", async () => {
    const box = harness();
    const StateMachineArn = await box.machine(child, { name: "child" });
    await box.states("StartExecution", { stateMachineArn: StateMachineArn, name: "c", input: '{"other":1}' });
    const { error } = await box.run(task("states:startExecution", { StateMachineArn, Name: "c" }));
    expect(error).to.equal("StepFunctions.ExecutionAlreadyExistsException");
  });
});
