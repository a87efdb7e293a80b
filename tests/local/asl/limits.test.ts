import { assert } from "chai";
import fc from "fast-check";
import { History } from "../../../local/asl/history.ts";
import { exceeds, jsonBytes, NESTING_LIMIT, PAYLOAD_LIMIT } from "../../../local/asl/limits.ts";
import { Scheduler } from "../../../local/asl/scheduler.ts";
import { virtualClock } from "../../../local/clock/virtual-clock.ts";
import type { Json, JsonObject } from "../../../local/json.ts";
import { ScriptedHost, start } from "./scripted-host.ts";

const RUNAWAY: JsonObject = {
  StartAt: "A",
  States: { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } },
};

describe("asl: limits", () => {
  it("ends a Standard execution with its 25,000th event (DG/service-quotas)", async () => {
    const { execution, history } = start(RUNAWAY, {}, new ScriptedHost(virtualClock()));
    const cause = "The execution reached the maximum number of history events (25000).";
    assert.deepEqual(await execution.done, { status: "FAILED", error: "States.Runtime", cause });
    const last = history.events({ from: -1 })[0];
    assert.deepInclude(last, { id: 25_000, previousEventId: 24_999, type: "ExecutionFailed" });
    assert.deepEqual(last?.executionFailedEventDetails, { error: "States.Runtime", cause });
  });

  it("ends it as well where the events are those of tasks and iterations", async () => {
    const definition: JsonObject = {
      StartAt: "M",
      States: {
        M: {
          Type: "Map",
          ItemProcessor: {
            StartAt: "T",
            States: { T: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", Parameters: {}, End: true } },
          },
          Next: "M",
        },
      },
    };
    const { execution, history } = start(definition, [1, 2, 3], new ScriptedHost(virtualClock()));
    assert.deepInclude(await execution.done, { status: "FAILED", error: "States.Runtime" });
    assert.equal(history.length, 25_000);
  });

  it("lets the event loop turn while machines run that never wait", async () => {
    const host = new ScriptedHost(virtualClock());
    let turns = 0;
    const count = (): void => {
      turns++;
      if (running.some(({ execution }) => execution.status === "RUNNING")) setImmediate(count);
    };
    const running = [1, 2, 3].map((n) => start(RUNAWAY, n, host));
    count();
    await Promise.all(running.map(({ execution }) => execution.done));
    // 12,500 transitions each, 250 to a turn.
    assert.isAtLeast(turns, 100);
  });

  it("lets it turn while a distributed Map begins its children", async () => {
    const definition: JsonObject = {
      QueryLanguage: "JSONata",
      StartAt: "M",
      States: {
        M: {
          Type: "Map",
          Items: "{% [1..2000] %}",
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
            StartAt: "W",
            States: { W: { Type: "Wait", Seconds: 1, End: true } },
          },
          Output: "{% $count($states.result) %}",
          End: true,
        },
      },
    };
    const clock = virtualClock();
    const host = new ScriptedHost(clock);
    const { execution } = start(definition, {}, host);
    let turns = 0;
    while (host.children.length < 2000) {
      turns++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.isAtLeast(turns, 40);
    assert.deepEqual(await execution.done, { status: "SUCCEEDED", output: 2000 });
  });

  it("does not let one that never waits keep the others from their turn", async () => {
    const host = new ScriptedHost(virtualClock());
    const runaway = start(RUNAWAY, {}, host, "EXPRESS");
    const other = start({ StartAt: "P", States: { P: { Type: "Pass", End: true } } }, 1, host);
    assert.deepEqual(await other.execution.done, { status: "SUCCEEDED", output: 1 });
    assert.equal(runaway.execution.status, "RUNNING");
    runaway.execution.stop();
    assert.deepInclude(await runaway.execution.done, { status: "ABORTED" });
  });

  it("serves those that are waiting for a turn in their order, and none twice", () => {
    const turns: (() => void)[] = [];
    const scheduler = new Scheduler((run) => turns.push(run), 2);
    const served: string[] = [];
    for (const name of ["a", "b", "c"]) {
      scheduler.later(() => {
        served.push(name);
        scheduler.take(1);
      });
    }
    assert.lengthOf(turns, 1);
    turns.shift()?.();
    assert.deepEqual(served, ["a", "b"]);
    turns.shift()?.();
    assert.deepEqual(served, ["a", "b", "c"]);
    assert.lengthOf(turns, 0);
  });

  it("refuses a task's result beyond 256 KiB, in the name of whoever returned it", async () => {
    const definition = (Resource: string): JsonObject => ({
      StartAt: "T",
      States: { T: { Type: "Task", Resource, End: true } },
    });
    for (const [resource, name] of [
      ["arn:aws:lambda:us-east-1:123456789012:function:f", "arn:aws:lambda:us-east-1:123456789012:function:f"],
      ["arn:aws:states:::lambda:invoke", "lambda"],
      ["arn:aws:states:::aws-sdk:s3:getObject", "aws-sdk:s3"],
    ] as const) {
      const host = new ScriptedHost(virtualClock(), { T: [{ result: "x".repeat(PAYLOAD_LIMIT - 1) }] });
      const { execution } = start(definition(resource), {}, host);
      assert.deepEqual(await execution.done, {
        status: "FAILED",
        error: "States.DataLimitExceeded",
        cause: `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
      });
    }
  });

  it("lets 256 KiB pass, counted in bytes of UTF-8", () => {
    assert.isFalse(exceeds("x".repeat(PAYLOAD_LIMIT - 2), PAYLOAD_LIMIT));
    assert.isTrue(exceeds("x".repeat(PAYLOAD_LIMIT - 1), PAYLOAD_LIMIT));
    assert.isTrue(exceeds("€".repeat(PAYLOAD_LIMIT / 3), PAYLOAD_LIMIT));
  });

  it("counts the bytes of any value as its compact JSON text has them", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Json;
        const bytes = Buffer.byteLength(JSON.stringify(json));
        assert.equal(jsonBytes(json), bytes);
        assert.isFalse(exceeds(json, bytes));
        assert.isTrue(exceeds(json, bytes - 1));
      }),
    );
  });

  it("takes values that are nested too deep for too large, instead of running out of stack", () => {
    let deep: Json = 1;
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    assert.isTrue(exceeds(deep, PAYLOAD_LIMIT));
    let allowed: Json = 1;
    for (let depth = 0; depth < NESTING_LIMIT; depth++) allowed = { a: allowed };
    assert.isFalse(exceeds(allowed, PAYLOAD_LIMIT));
  });

  it("ends a machine that wraps its input deeper and deeper", async () => {
    const definition: JsonObject = {
      StartAt: "P",
      States: { P: { Type: "Pass", Parameters: { "a.$": "$" }, Next: "P" } },
    };
    const { execution, history } = start(definition, {}, new ScriptedHost(virtualClock()));
    assert.deepInclude(await execution.done, { status: "FAILED", error: "States.DataLimitExceeded" });
    assert.isString(JSON.stringify(history.events()));
  });

  it("refuses variables beyond 256 KiB in one Assign and 10 MiB in all", async () => {
    const definition: JsonObject = {
      StartAt: "A",
      States: { A: { Type: "Pass", Assign: { "a.$": "$", "b.$": "$" }, End: true } },
    };
    const { execution } = start(definition, "x".repeat(PAYLOAD_LIMIT / 2), new ScriptedHost(virtualClock()));
    assert.deepInclude(await execution.done, { status: "FAILED", error: "States.DataLimitExceeded" });
    const states: Record<string, JsonObject> = {};
    for (let n = 0; n < 42; n++) {
      states[`S${n}`] = { Type: "Pass", Assign: { [`v${n}.$`]: "$" }, Next: `S${n + 1}` };
    }
    states["S42"] = { Type: "Succeed" };
    const many = start(
      { StartAt: "S0", States: states },
      "x".repeat(PAYLOAD_LIMIT - 2),
      new ScriptedHost(virtualClock()),
    );
    assert.deepInclude(await many.execution.done, { status: "FAILED", error: "States.DataLimitExceeded" });
    assert.equal(many.history.events({ from: -2 })[0]?.stateEnteredEventDetails?.name, "S40");
  });

  it("keeps no events of Express executions, but tells of them", () => {
    const history = History.of("EXPRESS", { now: () => 0 });
    const told: string[] = [];
    history.listen(({ type }) => told.push(type));
    history.append("ExecutionStarted", 0);
    assert.deepEqual(history.events(), []);
    assert.deepEqual(told, ["ExecutionStarted"]);
    assert.equal(history.length, 1);
  });
});
