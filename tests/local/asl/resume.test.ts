import { readdirSync, readFileSync } from "node:fs";
import { assert } from "chai";
import { type Execution, type ExecutionIdentity, startExecution } from "../../../local/asl/execution.ts";
import { History, type WireEvent } from "../../../local/asl/history.ts";
import { compileMachine } from "../../../local/asl/machine.ts";
import type { Snapshot } from "../../../local/asl/snapshot.ts";
import { type VirtualClock, virtualClock } from "../../../local/clock/virtual-clock.ts";
import type { Json, JsonObject } from "../../../local/json.ts";
import { identity, ScriptedHost, start, type Tasks } from "./scripted-host.ts";

interface Running {
  readonly clock: VirtualClock;
  readonly execution: Execution;
  readonly history: History;
  readonly host: ScriptedHost;
}

/** What a restart keeps of an execution: its history and where it stands, as text. */
interface Kept {
  readonly events: readonly WireEvent[];
  readonly snapshot: Snapshot;
  readonly time: number;
}

function begin(definition: JsonObject, input: Json, tasks: Tasks = {}): Running {
  const clock = virtualClock();
  const host = new ScriptedHost(clock, tasks);
  return { clock, host, ...start(definition, input, host) };
}

function keep({ clock, execution, history }: Running): Kept {
  const kept = { events: history.events(), snapshot: execution.snapshot(), time: clock.now() };
  return JSON.parse(JSON.stringify(kept)) as Kept;
}

function goOn(
  definition: JsonObject,
  input: Json,
  kept: Kept,
  options: { readonly tasks?: Tasks; readonly redrive?: Partial<ExecutionIdentity> } = {},
): Running {
  const clock = virtualClock(kept.time);
  const host = new ScriptedHost(clock, options.tasks);
  const history = History.restore(kept.events, clock);
  const began = kept.events[0]?.timestamp ?? 0;
  const execution = startExecution(compileMachine(definition), {
    input,
    host,
    identity: { ...identity(clock), startTime: began * 1000, ...options.redrive },
    type: "STANDARD",
    history,
    resumeFrom: { snapshot: kept.snapshot, redrive: options.redrive !== undefined },
  });
  return { clock, execution, history, host };
}

/** The events as `Type previousEventId`. */
function shape(history: History): string[] {
  return history.events().map(({ type, previousEventId }) => `${type} ${previousEventId}`);
}

const CALLBACK: JsonObject = {
  StartAt: "T",
  States: {
    T: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters: { "token.$": "$$.Task.Token" },
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
      error: "States.HeartbeatTimeout",
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

describe("asl: a redrive", () => {
  const redrive = { redriveCount: 1, redriveTime: Date.UTC(2024, 0, 11) };

  it("schedules a failed Task again, without entering it, its retries reset", async () => {
    const definition: JsonObject = {
      StartAt: "A",
      States: {
        A: { Type: "Pass", Assign: { x: 1 }, Next: "T" },
        T: {
          Type: "Task",
          Resource: "arn:aws:states:::sqs:sendMessage",
          Parameters: { "x.$": "$x", "count.$": "$$.Execution.RedriveCount", "retries.$": "$$.State.RetryCount" },
          Retry: [{ ErrorEquals: ["Bad"], MaxAttempts: 1, IntervalSeconds: 1 }],
          End: true,
        },
      },
    };
    const failed = begin(definition, {}, { T: [{ error: "Bad" }] });
    await finish(failed);
    const again = goOn(definition, {}, keep(failed), {
      redrive,
      tasks: { T: [{ error: "Bad" }, { echo: "parameters" }] },
    });
    assert.deepEqual(await finish(again), { status: "SUCCEEDED", output: { x: 1, count: 1, retries: 1 } });
    assert.deepEqual(shape(again.history).slice(10), [
      "ExecutionFailed 10",
      "ExecutionRedriven 11",
      "TaskScheduled 12",
      "TaskStarted 13",
      "TaskFailed 14",
      "TaskScheduled 15",
      "TaskStarted 16",
      "TaskSucceeded 17",
      "TaskStateExited 18",
      "ExecutionSucceeded 19",
    ]);
  });

  it("goes on in the branches that did not succeed, and only there", async () => {
    const branch = (name: string): JsonObject => ({
      StartAt: name,
      States: { [name]: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", End: true } },
    });
    const definition: JsonObject = {
      StartAt: "L",
      States: { L: { Type: "Parallel", Branches: [branch("A"), branch("B"), branch("C")], End: true } },
    };
    const failed = begin(definition, {}, { A: [{ result: "a" }], B: [{ error: "Bad" }], C: [{ hangs: true }] });
    await finish(failed);
    const tasks: Tasks = { A: [{ result: "not again" }], B: [{ result: "b" }], C: [{ result: "c" }] };
    const again = goOn(definition, {}, keep(failed), { redrive, tasks });
    assert.deepEqual(await finish(again), { status: "SUCCEEDED", output: ["a", "b", "c"] });
    assert.deepEqual(
      again.host.requests.map(({ stateName }) => stateName),
      ["B", "C"],
    );
  });

  it("goes on with the iterations that did not succeed, and with those that had not begun", async () => {
    const definition: JsonObject = {
      StartAt: "M",
      States: {
        M: {
          Type: "Map",
          MaxConcurrency: 1,
          ItemProcessor: {
            StartAt: "T",
            States: { T: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", End: true } },
          },
          End: true,
        },
      },
    };
    const failed = begin(definition, [1, 2, 3], { T: [{ result: "one" }, { error: "Bad" }] });
    await finish(failed);
    const again = goOn(definition, [1, 2, 3], keep(failed), { redrive, tasks: { T: [{ echo: "parameters" }] } });
    assert.deepEqual(await finish(again), { status: "SUCCEEDED", output: ["one", 2, 3] });
  });

  it("takes a Map Run up again with the children that did not succeed", async () => {
    const definition: JsonObject = {
      StartAt: "M",
      States: {
        M: {
          Type: "Map",
          Label: "Each",
          MaxConcurrency: 1,
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
            StartAt: "T",
            States: { T: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", End: true } },
          },
          End: true,
        },
      },
    };
    const failed = begin(definition, [1, 2, 3], { T: [{ result: "one" }, { error: "Bad" }] });
    await finish(failed);
    const again = goOn(definition, [1, 2, 3], keep(failed), { redrive, tasks: { T: [{ echo: "parameters" }] } });
    assert.deepEqual(await finish(again), { status: "SUCCEEDED", output: ["one", 2, 3] });
    const [run] = again.host.mapRuns;
    assert.equal(run?.mapRunArn, failed.host.mapRuns[0]?.mapRunArn);
    assert.deepInclude(run?.itemCounts, { total: 3, succeeded: 3, failed: 0, pending: 0 });
    assert.deepEqual(
      again.host.children.map(({ request }) => [request.again, request.input]),
      [
        ["redrive", 2],
        ["redrive", 3],
      ],
    );
    assert.include(shape(again.history), "MapRunRedriven 8");
  });

  it("enters a Wait that was aborted again, for its whole time", async () => {
    const definition: JsonObject = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 60, End: true } } };
    const aborted = begin(definition, {});
    await aborted.clock.sleep(50_000);
    aborted.execution.stop("Why", "not");
    assert.deepEqual(await aborted.execution.done, { status: "ABORTED", error: "Why", cause: "not" });
    const again = goOn(definition, {}, keep(aborted), { redrive });
    const started = again.clock.now();
    assert.deepEqual(await finish(again), { status: "SUCCEEDED", output: {} });
    assert.equal(again.clock.now() - started, 60_000);
    assert.deepEqual(shape(again.history), [
      "ExecutionStarted 0",
      "WaitStateEntered 0",
      "ExecutionAborted 0",
      "ExecutionRedriven 3",
      "WaitStateEntered 4",
      "WaitStateExited 5",
      "ExecutionSucceeded 6",
    ]);
  });
});

async function finish({ clock, execution }: Running): Promise<unknown> {
  await clock.idle();
  return execution.done;
}
