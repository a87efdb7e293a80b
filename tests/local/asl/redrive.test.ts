import { assert } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import { begin, finish, goOn, keep, shape } from "./continuation.ts";
import type { Tasks } from "./scripted-host.ts";

describe("asl: a redrive", () => {
  const ITEMS = ["1", "2", "3"].map((n) => ({ n: { DataType: "Number", StringValue: n } }));
  const ATTRIBUTES = ITEMS.map((MessageAttributes) => ({ MessageAttributes }));
  const redrive = { redriveCount: 1, redriveTime: Date.UTC(2024, 0, 11) };

  it("schedules a failed Task again, without entering it, its retries reset", async () => {
    const definition: JsonObject = {
      StartAt: "A",
      States: {
        A: { Type: "Pass", Assign: { x: 1 }, Next: "T" },
        T: {
          Type: "Task",
          Resource: "arn:aws:states:::sqs:sendMessage",
          Parameters: {
            QueueUrl: "q",
            MessageBody: { "x.$": "$x", "count.$": "$$.Execution.RedriveCount", "retries.$": "$$.State.RetryCount" },
          },
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
    assert.deepEqual(await finish(again), {
      status: "SUCCEEDED",
      output: { QueueUrl: "q", MessageBody: { x: 1, count: 1, retries: 1 } },
    });
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
            States: {
              T: {
                Type: "Task",
                Resource: "arn:aws:states:::sqs:sendMessage",
                Parameters: { "MessageAttributes.$": "$" },
                End: true,
              },
            },
          },
          End: true,
        },
      },
    };
    const failed = begin(definition, ITEMS, { T: [{ result: "one" }, { error: "Bad" }] });
    await finish(failed);
    const again = goOn(definition, ITEMS, keep(failed), { redrive, tasks: { T: [{ echo: "parameters" }] } });
    assert.deepEqual(await finish(again), { status: "SUCCEEDED", output: ["one", ...ATTRIBUTES.slice(1)] });
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
            States: {
              T: {
                Type: "Task",
                Resource: "arn:aws:states:::sqs:sendMessage",
                Parameters: { "MessageAttributes.$": "$" },
                End: true,
              },
            },
          },
          End: true,
        },
      },
    };
    const failed = begin(definition, ITEMS, { T: [{ result: "one" }, { error: "Bad" }] });
    await finish(failed);
    const again = goOn(definition, ITEMS, keep(failed), { redrive, tasks: { T: [{ echo: "parameters" }] } });
    assert.deepEqual(await finish(again), { status: "SUCCEEDED", output: ["one", ...ATTRIBUTES.slice(1)] });
    const [run] = again.host.mapRuns;
    assert.equal(run?.mapRunArn, failed.host.mapRuns[0]?.mapRunArn);
    assert.deepInclude(run?.itemCounts, { total: 3, succeeded: 3, failed: 0, pending: 0 });
    assert.deepEqual(
      again.host.children.map(({ request }) => [request.again, request.input]),
      [
        ["redrive", ITEMS[1]],
        ["redrive", ITEMS[2]],
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
