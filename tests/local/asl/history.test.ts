import { assert } from "chai";
import { History, HistoryFull, wireEvent } from "../../../local/asl/history.ts";
import { virtualClock } from "../../../local/clock/virtual-clock.ts";
import { ScriptedHost, start } from "./scripted-host.ts";

describe("asl: the history", () => {
  const clock = { now: () => 1_700_000_000_123 };

  it("shows events as the API does: epoch seconds, details by type, values as JSON text", () => {
    const history = new History(clock);
    history.append("ExecutionStarted", 0, undefined, { a: [1, null] }, { roleArn: "role", input: '{"a": [1, null]}' });
    history.append("ParallelStateStarted", 1);
    history.append("PassStateExited", 2, "P", "out", { assignedVariables: { x: { y: 1 } } });
    assert.deepEqual(history.events(), [
      {
        timestamp: 1_700_000_000.123,
        type: "ExecutionStarted",
        id: 1,
        previousEventId: 0,
        executionStartedEventDetails: {
          input: '{"a": [1, null]}',
          inputDetails: { truncated: false },
          roleArn: "role",
        },
      },
      { timestamp: 1_700_000_000.123, type: "ParallelStateStarted", id: 2, previousEventId: 1 },
      {
        timestamp: 1_700_000_000.123,
        type: "PassStateExited",
        id: 3,
        previousEventId: 2,
        stateExitedEventDetails: {
          name: "P",
          output: '"out"',
          outputDetails: { truncated: false },
          assignedVariables: { x: '{"y":1}' },
          assignedVariablesDetails: { truncated: false },
        },
      },
    ]);
  });

  it("leaves inputs and outputs out on request", () => {
    const history = new History(clock);
    history.append("TaskStateEntered", 0, "T", { secret: 1 });
    history.append("TaskScheduled", 1, undefined, { secret: 1 }, { resourceType: "sqs", resource: "sendMessage" });
    history.append("TaskStateExited", 2, "T", { secret: 1 }, { assignedVariables: { secret: 1 } });
    assert.notInclude(JSON.stringify(history.events({ includeExecutionData: false })), "secret");
    assert.include(JSON.stringify(history.events()), "secret");
  });

  it("tells listeners of each event as it is written", () => {
    const history = new History(clock);
    const seen: unknown[] = [];
    history.listen((event) => seen.push(wireEvent(event)));
    history.append("FailStateEntered", 0, "F", {});
    assert.deepEqual(seen, history.events());
  });

  it("keeps room for the last event only", () => {
    const history = new History(clock, { limit: 3 });
    history.append("PassStateEntered", 0, "P", {});
    history.append("PassStateExited", 1, "P", {});
    assert.throws(() => history.append("PassStateEntered", 2, "Q", {}), HistoryFull);
    assert.equal(history.close("ExecutionFailed", 2, undefined, { error: "E" }), 3);
  });

  it("comes back from storage as it was, and goes on", async () => {
    const definition = { StartAt: "P", States: { P: { Type: "Pass", Assign: { a: 1 }, End: true } } };
    const { execution, history } = start(definition, { n: 1 }, new ScriptedHost(virtualClock()));
    await execution.done;
    const events = JSON.parse(JSON.stringify(history.events()));
    const restored = History.restore(events, clock);
    assert.deepEqual(restored.events(), events);
    assert.equal(restored.append("ExecutionRedriven", 4, undefined, undefined, { redriveCount: 1 }), 5);
  });
});
