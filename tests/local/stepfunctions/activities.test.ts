import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import { eventTypes, type Harness, harness, PREFIX, refusal } from "./harness.ts";

const activityArn = `${PREFIX}activity:work`;

function working(more: JsonObject = {}): JsonObject {
  return { StartAt: "T", States: { T: { Type: "Task", Resource: activityArn, End: true, ...more } } };
}

async function started(box: Harness, more: JsonObject = {}, input = "{}"): Promise<string> {
  await box.states("CreateActivity", { name: "work" });
  const stateMachineArn = await box.machine(working(more));
  return String((await box.states("StartExecution", { stateMachineArn, input }))["executionArn"]);
}

describe("Activities", () => {
  it("are created once by name, listed and deleted", async () => {
    const box = harness();
    const first = await box.states("CreateActivity", { name: "work", tags: [{ key: "a", value: "1" }] });
    expect(first).to.deep.equal({ activityArn, creationDate: 1704888000 });
    await box.clock.advance(1000);
    expect(await box.states("CreateActivity", { name: "work" })).to.deep.equal(first);
    expect(await box.states("ListTagsForResource", { resourceArn: activityArn })).to.deep.equal({
      tags: [{ key: "a", value: "1" }],
    });
    expect((await box.states("ListActivities"))["activities"]).to.have.length(1);
    await box.states("DeleteActivity", { activityArn });
    await box.states("DeleteActivity", { activityArn });
    expect((await refusal(box.states("GetActivityTask", { activityArn }))).code).to.equal("ActivityDoesNotExist");
  });

  it("hand a waiting task to the next worker, whose answer is the result", async () => {
    const box = harness();
    const executionArn = await started(box, {}, '{"order":1}');
    await box.clock.idle();
    const task = await box.states("GetActivityTask", { activityArn, workerName: "ann" });
    expect(task["input"]).to.equal('{"order":1}');
    expect(
      await box.states("SendTaskSuccess", { taskToken: task["taskToken"], output: '{"name":"Jon"}' }),
    ).to.deep.equal({});
    await box.clock.idle();
    expect((await box.states("DescribeExecution", { executionArn }))["output"]).to.equal('{"name":"Jon"}');
    expect(await eventTypes(box, executionArn)).to.deep.equal([
      "ExecutionStarted",
      "TaskStateEntered",
      "ActivityScheduled",
      "ActivityStarted",
      "ActivitySucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
  });

  it("hand a task to the worker that has waited longest", async () => {
    const box = harness();
    await box.states("CreateActivity", { name: "work" });
    const first = box.states("GetActivityTask", { activityArn, workerName: "first" });
    const second = box.states("GetActivityTask", { activityArn, workerName: "second" });
    const stateMachineArn = await box.machine(working());
    await box.states("StartExecution", { stateMachineArn, input: '"one"' });
    expect((await first)["input"]).to.equal('"one"');
    await box.states("StartExecution", { stateMachineArn, input: '"two"' });
    expect((await second)["input"]).to.equal('"two"');
  });

  it("pass over a worker that has gone", async () => {
    const box = harness();
    await box.states("CreateActivity", { name: "work" });
    const leaving = new AbortController();
    const gone = box.states("GetActivityTask", { activityArn }, leaving.signal);
    const there = box.states("GetActivityTask", { activityArn });
    leaving.abort();
    expect(await gone).to.deep.equal({});
    const stateMachineArn = await box.machine(working());
    await box.states("StartExecution", { stateMachineArn });
    expect(await there).to.have.keys("input", "taskToken");
  });

  it("let a worker wait 60 seconds", async () => {
    const box = harness();
    await box.states("CreateActivity", { name: "work" });
    const poll = box.states("GetActivityTask", { activityArn });
    await box.clock.advance(59_999);
    const stateMachineArn = await box.machine(working({ TimeoutSeconds: 5 }));
    await box.states("StartExecution", { stateMachineArn });
    expect(await poll).to.have.property("taskToken");
    const empty = box.states("GetActivityTask", { activityArn });
    await box.clock.advance(60_000);
    expect(await empty).to.deep.equal({});
  });

  it("take no more than 1,000 waiting workers", async () => {
    const box = harness();
    await box.states("CreateActivity", { name: "work" });
    const polls = Array.from({ length: 1000 }, () => box.states("GetActivityTask", { activityArn }));
    const error = await refusal(box.states("GetActivityTask", { activityArn }));
    expect(error.message).to.equal(
      "The maximum number of workers concurrently polling for activity tasks has been reached.",
    );
    await box.clock.advance(60_000);
    await Promise.all(polls);
  });

  it("forget a task whose time is over", async () => {
    const box = harness();
    const executionArn = await started(box, { TimeoutSeconds: 5 });
    await box.clock.advance(5_000);
    const described = await box.states("DescribeExecution", { executionArn });
    expect([described["status"], described["error"]]).to.deep.equal(["FAILED", "States.Timeout"]);
    expect(described).not.to.have.property("cause");
    const poll = box.states("GetActivityTask", { activityArn });
    await box.clock.advance(60_000);
    expect(await poll).to.deep.equal({});
  });

  it("fail a task whose worker falls silent", async () => {
    const box = harness();
    const executionArn = await started(box, { HeartbeatSeconds: 10, TimeoutSeconds: 100 });
    await box.clock.idle();
    const { taskToken } = await box.states("GetActivityTask", { activityArn });
    await box.clock.advance(8_000);
    expect(await box.states("SendTaskHeartbeat", { taskToken })).to.deep.equal({});
    await box.clock.advance(8_000);
    expect((await box.states("DescribeExecution", { executionArn }))["status"]).to.equal("RUNNING");
    await box.clock.advance(3_000);
    expect((await box.states("DescribeExecution", { executionArn }))["status"]).to.equal("FAILED");
    const late = await refusal(box.states("SendTaskHeartbeat", { taskToken }));
    expect([late.code, late.message]).to.deep.equal([
      "TaskTimedOut",
      "Task Timed Out: 'Provided task does not exist anymore'",
    ]);
  });

  it("whose worker reports a failure, show it to Catch", async () => {
    const box = harness();
    const Catch = [{ ErrorEquals: ["Rejected"], ResultPath: "$.why", Next: "C" }];
    await box.states("CreateActivity", { name: "work" });
    const definition = {
      StartAt: "T",
      States: { T: { Type: "Task", Resource: activityArn, Catch, End: true }, C: { Type: "Pass", End: true } },
    };
    const stateMachineArn = await box.machine(definition);
    const { executionArn } = await box.states("StartExecution", { stateMachineArn });
    const { taskToken } = await box.states("GetActivityTask", { activityArn });
    await box.states("SendTaskFailure", { taskToken, error: "Rejected", cause: "no cook" });
    await box.clock.idle();
    const { output } = await box.states("DescribeExecution", { executionArn });
    expect(output).to.equal('{"why":{"Error":"Rejected","Cause":"no cook"}}');
  });
});

describe("Task tokens", () => {
  it("are good once", async () => {
    const box = harness();
    await started(box);
    const { taskToken } = await box.states("GetActivityTask", { activityArn });
    await box.states("SendTaskSuccess", { taskToken, output: "{}" });
    for (const [operation, input] of [
      ["SendTaskSuccess", { output: "{}" }],
      ["SendTaskFailure", {}],
      ["SendTaskHeartbeat", {}],
    ] as const) {
      expect((await refusal(box.states(operation, { taskToken, ...input }))).code).to.equal("TaskTimedOut");
    }
  });

  it("die with their execution", async () => {
    const box = harness();
    const executionArn = await started(box);
    const { taskToken } = await box.states("GetActivityTask", { activityArn });
    await box.states("StopExecution", { executionArn });
    expect((await refusal(box.states("SendTaskSuccess", { taskToken, output: "1" }))).code).to.equal("TaskTimedOut");
  });

  it("survive a result that is refused", async () => {
    const box = harness();
    const executionArn = await started(box);
    const { taskToken } = await box.states("GetActivityTask", { activityArn });
    expect((await refusal(box.states("SendTaskSuccess", { taskToken, output: "{" }))).code).to.equal("InvalidOutput");
    await box.states("SendTaskSuccess", { taskToken, output: "1" });
    await box.clock.idle();
    expect((await box.states("DescribeExecution", { executionArn }))["output"]).to.equal("1");
  });

  it("of a deleted activity lead nowhere", async () => {
    const box = harness();
    await started(box);
    const { taskToken } = await box.states("GetActivityTask", { activityArn });
    await box.states("DeleteActivity", { activityArn });
    expect((await refusal(box.states("SendTaskHeartbeat", { taskToken }))).code).to.equal("TaskDoesNotExist");
  });

  it("are judged by IAM on the state machine", async () => {
    const box = harness();
    await started(box);
    const { taskToken } = await box.states("GetActivityTask", { activityArn });
    const permissions = box.router
      .services()
      .get("states")
      ?.operations.get("SendTaskSuccess")
      ?.permissions({ taskToken });
    expect(permissions).to.deep.equal([{ action: "states:SendTaskSuccess", resource: `${PREFIX}stateMachine:m` }]);
  });
});
