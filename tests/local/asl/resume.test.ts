import { readdirSync, readFileSync } from "node:fs";
import { assert } from "chai";
import type { Json, JsonObject } from "../../../local/json.ts";
import { begin, finish, goOn, keep, shape } from "./continuation.ts";
import type { Tasks } from "./scripted-host.ts";

const CALLBACK: JsonObject = {
  StartAt: "T",
  States: {
    T: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters: { "MessageBody.$": "$$.Task.Token" },
      TimeoutSeconds: 100,
      HeartbeatSeconds: 60,
      End: true,
    },
  },
};

describe("asl: an execution goes on after a restart", () => {
  const folder = new URL("../../cases/asl/executions/", import.meta.url);
  for (const file of readdirSync(folder)) {
    const cases = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as readonly {
      readonly name: string;
      readonly definition: JsonObject;
      readonly input?: Json;
      readonly tasks?: Tasks;
      readonly seconds?: number;
    }[];
    for (const { name, definition, input = {}, tasks, seconds = 0 } of cases) {
      if (tasks !== undefined || seconds === 0) continue;
      it(`wherever it was: ${name}`, async () => {
        const whole = begin(definition, input);
        const outcome = await finish(whole);
        for (const part of [0, 0.2, 0.45, 0.9]) {
          const cut = begin(definition, input);
          await cut.clock.sleep(part * seconds * 1000);
          const resumed = goOn(definition, input, keep(cut));
          assert.deepEqual(await finish(resumed), outcome);
          assert.deepEqual(resumed.history.events(), whole.history.events());
        }
      });
    }
  }

  it("waits for the token of a task that was submitted, with what is left of its time", async () => {
    const before = begin(CALLBACK, {}, { T: [{ hangs: true, submitted: "sent" }] });
    await before.clock.sleep(50_000);
    const after = goOn(CALLBACK, {}, keep(before), {
      tasks: { T: [{ result: "late", after: 5, submitted: "again" }] },
    });
    assert.deepEqual(await finish(after), { status: "SUCCEEDED", output: "late" });
    assert.equal(after.host.requests[0]?.resumed, "submitted");
    assert.equal(after.host.requests[0]?.taskToken, before.host.requests[0]?.taskToken);
    assert.deepEqual(shape(after.history).slice(2), [
      "TaskScheduled 2",
      "TaskStarted 3",
      "TaskSubmitted 4",
      "TaskSucceeded 5",
      "TaskStateExited 6",
      "ExecutionSucceeded 7",
    ]);
  });

  it("counts a task's timeout and heartbeat from before the restart", async () => {
    const before = begin(CALLBACK, {}, { T: [{ hangs: true, submitted: "sent" }] });
    await before.clock.sleep(50_000);
    const after = goOn(CALLBACK, {}, keep(before), { tasks: { T: [{ hangs: true }] } });
    await after.clock.advance(9_999);
    assert.equal(after.execution.status, "RUNNING");
    await after.clock.advance(1);
    assert.deepEqual(await after.execution.done, {
      status: "FAILED",
      error: "States.Timeout",
      cause: undefined,
    });
  });

  it("keeps the retries made and the pause it was in", async () => {
    const definition: JsonObject = {
      StartAt: "T",
      States: {
        T: {
          Type: "Task",
          Resource: "arn:aws:states:::sqs:sendMessage",
          Retry: [{ ErrorEquals: ["Busy"], IntervalSeconds: 10, MaxAttempts: 2, BackoffRate: 1 }],
          End: true,
        },
      },
    };
    const before = begin(definition, {}, { T: [{ error: "Busy" }] });
    await before.clock.sleep(15_000);
    const after = goOn(definition, {}, keep(before), { tasks: { T: [{ error: "Busy", cause: "for good" }] } });
    const started = after.clock.now();
    assert.deepEqual(await finish(after), { status: "FAILED", error: "Busy", cause: "for good" });
    assert.equal(after.clock.now() - started, 5_000);
    assert.equal(shape(after.history).filter((event) => event.startsWith("TaskFailed")).length, 3);
  });

  it("keeps variables of any size that they may have together", async () => {
    const definition: JsonObject = {
      StartAt: "R",
      States: {
        R: { Type: "Pass", Assign: { "a.$": "$" }, Next: "S" },
        S: { Type: "Pass", Assign: { "b.$": "$" }, Next: "W" },
        W: { Type: "Wait", Seconds: 10, Next: "C" },
        C: { Type: "Choice", Choices: [{ Variable: "$a", StringEqualsPath: "$b", Next: "E" }] },
        E: { Type: "Succeed", OutputPath: null },
      },
    };
    const input = "x".repeat(200_000);
    const before = begin(definition, input);
    await before.clock.sleep(5_000);
    assert.deepEqual(await finish(goOn(definition, input, keep(before))), { status: "SUCCEEDED", output: {} });
  });

  it("keeps the time limit of the machine", async () => {
    const definition: JsonObject = {
      TimeoutSeconds: 30,
      StartAt: "W",
      States: { W: { Type: "Wait", Seconds: 60, End: true } },
    };
    const before = begin(definition, {});
    await before.clock.sleep(20_000);
    const after = goOn(definition, {}, keep(before));
    const started = after.clock.now();
    assert.deepEqual(await finish(after), { status: "TIMED_OUT" });
    assert.equal(after.clock.now() - started, 10_000);
  });
});
