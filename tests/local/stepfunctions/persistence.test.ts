import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { virtualClock } from "../../../local/clock/virtual-clock.ts";
import type { JsonObject } from "../../../local/json.ts";
import { fileStorage } from "../../../local/storage.ts";
import { eventTypes, type Harness, harness, PREFIX, refusal } from "./harness.ts";

const activityArn = `${PREFIX}activity:work`;

describe("With --data-dir", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "states-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  /** Runs `life` in a runtime on the directory, which then ends without a word. */
  async function live(
    life: (box: Harness) => Promise<void>,
    { at = Date.UTC(2024, 0, 10, 12), resumes = true } = {},
  ): Promise<void> {
    const storage = fileStorage(directory);
    const box = harness({ storage, clock: virtualClock(at) });
    if (resumes) await box.module.resume?.();
    await life(box);
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    storage.close();
  }

  it("state machines with versions, aliases and tags, and activities are there again", async () => {
    const definition = { StartAt: "A", States: { A: { Type: "Pass", End: true } } };
    let before: JsonObject[] = [];
    const look = async (box: Harness): Promise<JsonObject[]> => {
      const stateMachineArn = `${PREFIX}stateMachine:m`;
      return [
        await box.states("DescribeStateMachine", { stateMachineArn }),
        await box.states("ListStateMachineVersions", { stateMachineArn }),
        await box.states("DescribeStateMachineAlias", { stateMachineAliasArn: `${stateMachineArn}:PROD` }),
        await box.states("ListTagsForResource", { resourceArn: stateMachineArn }),
        await box.states("DescribeActivity", { activityArn }),
      ];
    };
    await live(async (box) => {
      const arn = await box.machine(definition, { publish: true, tags: [{ key: "a", value: "b" }] });
      await box.states("UpdateStateMachine", {
        stateMachineArn: arn,
        definition: JSON.stringify({ ...definition, Comment: "2" }),
      });
      const routingConfiguration = [{ stateMachineVersionArn: `${arn}:1`, weight: 100 }];
      await box.states("CreateStateMachineAlias", { name: "PROD", routingConfiguration });
      await box.states("CreateActivity", { name: "work" });
      before = await look(box);
    });
    await live(async (box) => {
      expect(await look(box)).to.deep.equal(before);
    });
  });

  it("closed executions keep their histories", async () => {
    let history: JsonObject = {};
    let description: JsonObject = {};
    await live(async (box) => {
      description = await box.run({ StartAt: "A", States: { A: { Type: "Pass", Result: [1], End: true } } }, { n: 1 });
      history = await box.states("GetExecutionHistory", { executionArn: String(description["executionArn"]) });
    });
    await live(async (box) => {
      const executionArn = String(description["executionArn"]);
      expect(await box.states("DescribeExecution", { executionArn })).to.deep.equal(description);
      expect(await box.states("GetExecutionHistory", { executionArn })).to.deep.equal(history);
    });
  });

  it("closed executions keep the text of what was handed on untouched", async () => {
    let executionArn = "";
    const input = '{ "n": 1.0 }';
    await live(async (box) => {
      const stateMachineArn = await box.machine({ StartAt: "A", States: { A: { Type: "Pass", End: true } } });
      executionArn = String((await box.states("StartExecution", { stateMachineArn, input }))["executionArn"]);
      await box.clock.idle();
    });
    await live(async (box) => {
      expect((await box.states("DescribeExecution", { executionArn }))["output"]).to.equal(input);
    });
  });

  it("running executions keep the text of what was handed on untouched", async () => {
    let executionArn = "";
    const input = '{ "n": 1.0 }';
    await live(async (box) => {
      const states = {
        A: {
          Type: "Parallel",
          Next: "W",
          Branches: [{ StartAt: "B", States: { B: { Type: "Pass", End: true } } }],
          ResultPath: null,
        },
        W: { Type: "Wait", Seconds: 60, Next: "P" },
        P: { Type: "Pass", End: true },
      };
      const stateMachineArn = await box.machine({ StartAt: "A", States: states });
      executionArn = String((await box.states("StartExecution", { stateMachineArn, input }))["executionArn"]);
      await box.clock.advance(1000);
    });
    await live(async (box) => {
      await box.clock.idle();
      expect((await box.states("DescribeExecution", { executionArn }))["output"]).to.equal(input);
    });
  });

  it("the Express children of a Map Run can be listed and described, but have no history", async () => {
    let mapRunArn = "";
    let before: JsonObject = {};
    await live(async (box) => {
      const { executionArn } = await box.run(
        {
          StartAt: "M",
          States: {
            M: {
              Type: "Map",
              Label: "L",
              ItemProcessor: {
                ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
                StartAt: "P",
                States: { P: { Type: "Pass", End: true } },
              },
              End: true,
            },
          },
        },
        [1, 2],
      );
      const { mapRuns } = await box.states("ListMapRuns", { executionArn: String(executionArn) });
      mapRunArn = String((mapRuns as JsonObject[])[0]?.["mapRunArn"]);
      before = await box.states("ListExecutions", { mapRunArn });
    });
    const [child] = before["executions"] as JsonObject[];
    const executionArn = String(child?.["executionArn"]);
    expect(executionArn).to.match(new RegExp(`^${PREFIX}express:m/L:[0-9a-f-]{36}:[0-9a-f-]{36}$`));
    expect(child).to.include({ itemCount: 1, mapRunArn, status: "SUCCEEDED" });
    await live(async (box) => {
      expect((await box.states("DescribeExecution", { executionArn }))["output"]).to.equal("2");
      expect((await refusal(box.states("GetExecutionHistory", { executionArn }))).code).to.equal("InvalidArn");
    });
  });

  it("an execution waits on for the nested one it had started, and starts no other", async () => {
    const child = `${PREFIX}stateMachine:child`;
    let executionArn = "";
    await live(async (box) => {
      await box.states("CreateActivity", { name: "work" });
      const nested = { StartAt: "W", States: { W: { Type: "Task", Resource: activityArn, End: true } } };
      await box.machine(nested, { name: "child" });
      const Resource = "arn:aws:states:::states:startExecution.sync:2";
      const stateMachineArn = await box.machine({
        StartAt: "T",
        States: { T: { Type: "Task", Resource, Parameters: { StateMachineArn: child, Input: { a: 1 } }, End: true } },
      });
      executionArn = String((await box.states("StartExecution", { stateMachineArn }))["executionArn"]);
      await box.clock.idle();
    });
    await live(async (box) => {
      const { taskToken } = await box.states("GetActivityTask", { activityArn });
      await box.states("SendTaskSuccess", { taskToken: String(taskToken), output: "2" });
      await box.clock.idle();
      const { output } = await box.states("DescribeExecution", { executionArn });
      expect(JSON.parse(String(output))).to.include({ Status: "SUCCEEDED", Output: 2 });
      const { executions } = await box.states("ListExecutions", { stateMachineArn: child });
      expect(executions).to.have.length(1);
    });
  });

  it("a running execution goes on where it was, its task token still good", async () => {
    let executionArn = "";
    let taskToken = "";
    await live(async (box) => {
      await box.states("CreateActivity", { name: "work" });
      const stateMachineArn = await box.machine({
        StartAt: "A",
        States: {
          A: { Type: "Pass", Result: { kept: true }, Next: "T" },
          T: { Type: "Task", Resource: activityArn, ResultPath: "$.task", End: true },
        },
      });
      executionArn = String((await box.states("StartExecution", { stateMachineArn }))["executionArn"]);
      await box.clock.idle();
      taskToken = String((await box.states("GetActivityTask", { activityArn, workerName: "ann" }))["taskToken"]);
    });
    await live(async (box) => {
      expect((await box.states("DescribeExecution", { executionArn }))["status"]).to.equal("RUNNING");
      await box.states("SendTaskSuccess", { taskToken, output: "42" });
      await box.clock.idle();
      const { output } = await box.states("DescribeExecution", { executionArn });
      expect(output).to.equal('{"kept":true,"task":42}');
      expect(await eventTypes(box, executionArn)).to.deep.equal([
        "ExecutionStarted",
        "PassStateEntered",
        "PassStateExited",
        "TaskStateEntered",
        "ActivityScheduled",
        "ActivityStarted",
        "ActivitySucceeded",
        "TaskStateExited",
        "ExecutionSucceeded",
      ]);
    });
  });

  it("an execution that stands still until it is resumed keeps its state machine from going, and ends with it", async () => {
    let executionArn = "";
    let stateMachineArn = "";
    await live(async (box) => {
      await box.states("CreateActivity", { name: "work" });
      stateMachineArn = await box.machine({
        StartAt: "T",
        States: { T: { Type: "Task", Resource: activityArn, Next: "P" }, P: { Type: "Pass", End: true } },
      });
      executionArn = String((await box.states("StartExecution", { stateMachineArn }))["executionArn"]);
      await box.clock.idle();
    });
    const status = async (box: Harness): Promise<unknown> =>
      (await box.states("DescribeStateMachine", { stateMachineArn }))["status"];
    await live(
      async (box) => {
        await box.states("DeleteStateMachine", { stateMachineArn });
        expect(await status(box)).to.equal("DELETING");
      },
      { resumes: false },
    );
    await live(async (box) => {
      expect(await status(box)).to.equal("DELETING");
      const { taskToken } = await box.states("GetActivityTask", { activityArn });
      await box.states("SendTaskSuccess", { taskToken, output: "1" });
      await box.clock.idle();
      expect((await refusal(status(box))).code).to.equal("StateMachineDoesNotExist");
      expect((await eventTypes(box, executionArn)).at(-1)).to.equal("ExecutionAborted");
    });
  });

  it("a task whose activity has been deleted since runs into its time-out", async () => {
    let executionArn = "";
    await live(async (box) => {
      await box.states("CreateActivity", { name: "work" });
      const T = { Type: "Task", Resource: activityArn, TimeoutSeconds: 60, End: true };
      const stateMachineArn = await box.machine({ StartAt: "T", States: { T } });
      executionArn = String((await box.states("StartExecution", { stateMachineArn }))["executionArn"]);
      await box.clock.idle();
    });
    await live((box) => box.states("DeleteActivity", { activityArn }).then(() => undefined), { resumes: false });
    await live(async (box) => {
      expect((await box.states("DescribeExecution", { executionArn }))["status"]).to.equal("RUNNING");
      await box.clock.advance(60_000);
      expect((await eventTypes(box, executionArn)).slice(-2)).to.deep.equal(["ActivityTimedOut", "ExecutionFailed"]);
    });
  });

  it("a Wait ends when it would have ended", async () => {
    let executionArn = "";
    const start = Date.UTC(2024, 0, 10, 12);
    await live(
      async (box) => {
        const stateMachineArn = await box.machine({
          StartAt: "W",
          States: { W: { Type: "Wait", Timestamp: "2024-01-10T13:00:00Z", End: true } },
        });
        const hold = box.clock.hold();
        executionArn = String((await box.states("StartExecution", { stateMachineArn }))["executionArn"]);
        for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setImmediate(resolve));
        expect((await box.states("DescribeExecution", { executionArn }))["status"]).to.equal("RUNNING");
        // The hold is never released: the runtime ends here.
        void hold;
      },
      { at: start },
    );
    await live(
      async (box) => {
        await box.clock.idle();
        const { status, stopDate } = await box.states("DescribeExecution", { executionArn });
        expect([status, stopDate]).to.deep.equal(["SUCCEEDED", start / 1000 + 3600]);
      },
      { at: start + 1_800_000 },
    );
  });

  it("a failed execution can be redriven", async () => {
    let executionArn = "";
    const Resource = "arn:aws:states:::sqs:sendMessage";
    await live(async (box) => {
      const definition = {
        StartAt: "T",
        States: {
          T: { Type: "Task", Resource, Parameters: { QueueUrl: "u", MessageBody: "b" }, ResultPath: null, End: true },
        },
      };
      executionArn = String((await box.run(definition))["executionArn"]);
    });
    await live(async (box) => {
      box.serve("sqs", { SendMessage: () => ({ MessageId: "1" }) });
      await box.states("RedriveExecution", { executionArn });
      await box.clock.idle();
      expect((await box.states("DescribeExecution", { executionArn }))["status"]).to.equal("SUCCEEDED");
    });
  });
});
