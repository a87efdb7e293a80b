import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import { eventTypes, harness, PREFIX, refusal } from "./harness.ts";

const PASS = { StartAt: "A", States: { A: { Type: "Pass", End: true } } };
const WAIT = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 10, End: true } } };
const FAIL = { StartAt: "F", States: { F: { Type: "Fail", Error: "Bad", Cause: "because" } } };

describe("StartExecution", () => {
  it("answers at once, with the ARN and the date", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(WAIT);
    const started = await box.states("StartExecution", { stateMachineArn, name: "e" });
    expect(started).to.deep.equal({ executionArn: `${PREFIX}execution:m:e`, startDate: 1704888000 });
  });

  it("is idempotent while an execution of that name runs with that input", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(WAIT);
    const start = (input: string) => box.states("StartExecution", { stateMachineArn, name: "e", input });
    const first = await start('{"a":1}');
    await box.clock.advance(1000);
    expect(await start('{"a":1}')).to.deep.equal(first);
    const other = await refusal(start('{"a":2}'));
    expect(other.code).to.equal("ExecutionAlreadyExists");
    expect(other.message).to.equal(`Execution Already Exists: '${PREFIX}execution:m:e'`);
    await box.clock.idle();
    expect((await refusal(start('{"a":1}'))).code).to.equal("ExecutionAlreadyExists");
  });

  it("frees a name after 90 days", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(PASS);
    const start = () => box.states("StartExecution", { stateMachineArn, name: "e" });
    await start();
    await box.clock.idle();
    await box.clock.advance(91 * 24 * 3600 * 1000);
    expect((await start())["startDate"]).to.equal(1704888000 + 91 * 24 * 3600);
  });

  it("never collides for Express, of which nothing is kept", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(PASS, { type: "EXPRESS" });
    const first = await box.states("StartExecution", { stateMachineArn, name: "e" });
    const second = await box.states("StartExecution", { stateMachineArn, name: "e" });
    expect(first["executionArn"]).to.match(/^arn:aws:states:us-east-1:123456789012:express:m:e:[0-9a-f-]{36}$/);
    expect(second["executionArn"]).not.to.equal(first["executionArn"]);
    const describe = box.states("DescribeExecution", { executionArn: String(first["executionArn"]) });
    expect((await refusal(describe)).code).to.equal("InvalidArn");
    const list = box.states("ListExecutions", { stateMachineArn });
    expect((await refusal(list)).code).to.equal("StateMachineTypeNotSupported");
  });

  it("refuses input of more than 262,144 bytes and of more than 1,000 levels", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(PASS);
    const start = (input: string) => refusal(box.states("StartExecution", { stateMachineArn, input }));
    expect((await start(`"${"a".repeat(262_143)}"`)).code).to.equal("ValidationException");
    expect((await start(`"${"é".repeat(140_000)}"`)).code).to.equal("InvalidExecutionInput");
    expect((await start("[".repeat(100_000))).code).to.equal("InvalidExecutionInput");
  });
});

describe("StartSyncExecution", () => {
  it("answers in alphabetical order when the execution has ended", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(
      { ...WAIT, States: { W: { Type: "Wait", Seconds: 5, End: true } } },
      { type: "EXPRESS" },
    );
    const answer = await box.states("StartSyncExecution", { stateMachineArn, name: "e", input: '{"a":1}' });
    const included = { __type: "com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails", included: true };
    expect(answer).to.deep.equal({
      billingDetails: { billedDurationInMilliseconds: 5000, billedMemoryUsedInMB: 64 },
      executionArn: answer["executionArn"],
      input: '{"a":1}',
      inputDetails: included,
      name: "e",
      output: '{"a":1}',
      outputDetails: included,
      startDate: 1704888000,
      stateMachineArn,
      status: "SUCCEEDED",
      stopDate: 1704888005,
    });
    expect(Object.keys(answer)).to.deep.equal(Object.keys(answer).sort());
  });

  it("succeeds when the execution fails or takes too long", async () => {
    const box = harness();
    const failing = await box.machine(FAIL, { type: "EXPRESS" });
    const failed = await box.states("StartSyncExecution", { stateMachineArn: failing });
    expect([failed["status"], failed["error"], failed["cause"]]).to.deep.equal(["FAILED", "Bad", "because"]);
    expect(failed).not.to.have.property("output");
    const slow = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 600, End: true } } };
    const stateMachineArn = await box.machine(slow, { type: "EXPRESS", name: "slow" });
    const late = await box.states("StartSyncExecution", { stateMachineArn });
    expect(late["status"]).to.equal("TIMED_OUT");
    expect(late["stopDate"]).to.equal(Number(late["startDate"]) + 300);
  });

  it("begins a trace where tracing is on", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(PASS, { type: "EXPRESS", tracingConfiguration: { enabled: true } });
    const { traceHeader } = await box.states("StartSyncExecution", { stateMachineArn });
    expect(traceHeader).to.match(/^Root=1-659e86c0-[0-9a-f]{24};Sampled=1$/);
  });
});

describe("Executions", () => {
  it("tell what they failed with", async () => {
    const box = harness();
    const failed = await box.run(FAIL);
    expect([failed["status"], failed["error"], failed["cause"]]).to.deep.equal(["FAILED", "Bad", "because"]);
    expect(failed["redriveStatus"]).to.equal("REDRIVABLE");
    expect(failed).not.to.have.any.keys("output", "outputDetails", "redriveStatusReason");
  });

  it("that time out have neither error nor cause, and end on the second", async () => {
    const box = harness();
    const description = await box.run({ TimeoutSeconds: 5, ...WAIT });
    expect(description["status"]).to.equal("TIMED_OUT");
    expect(description["stopDate"]).to.equal(1704888005);
    expect(description).not.to.have.any.keys("error", "cause");
  });

  it("can be stopped, once", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(WAIT);
    const { executionArn } = await box.states("StartExecution", { stateMachineArn });
    await box.clock.advance(1000);
    const stopped = await box.states("StopExecution", { executionArn, error: "E", cause: "C" });
    expect(stopped).to.deep.equal({ stopDate: 1704888001 });
    await box.clock.advance(1000);
    expect(await box.states("StopExecution", { executionArn, error: "F" })).to.deep.equal(stopped);
    const described = await box.states("DescribeExecution", { executionArn });
    expect([described["status"], described["error"], described["cause"]]).to.deep.equal(["ABORTED", "E", "C"]);
  });

  it("are listed newest first, by status, a page at a time", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(WAIT);
    for (const name of ["a", "b", "c"]) await box.states("StartExecution", { stateMachineArn, name });
    await box.states("StopExecution", { executionArn: `${PREFIX}execution:m:b` });
    const list = async (input: JsonObject) => {
      const page = await box.states("ListExecutions", { stateMachineArn, ...input });
      return { names: (page["executions"] as JsonObject[]).map(({ name }) => name), token: page["nextToken"] };
    };
    expect((await list({})).names).to.deep.equal(["c", "b", "a"]);
    expect((await list({ statusFilter: "ABORTED" })).names).to.deep.equal(["b"]);
    const first = await list({ maxResults: 2 });
    expect(first.names).to.deep.equal(["c", "b"]);
    expect((await list({ maxResults: 2, nextToken: first.token })).names).to.deep.equal(["a"]);
    const changed = box.states("ListExecutions", { stateMachineArn, statusFilter: "RUNNING", nextToken: first.token });
    expect((await refusal(changed)).code).to.equal("InvalidToken");
  });

  it("have histories that read both ways, a page at a time", async () => {
    const box = harness();
    const { executionArn } = await box.run(PASS);
    const read = async (input: JsonObject) => {
      const page = await box.states("GetExecutionHistory", { executionArn, ...input });
      return { ids: (page["events"] as JsonObject[]).map(({ id }) => id), token: page["nextToken"] };
    };
    expect((await read({})).ids).to.deep.equal([1, 2, 3, 4]);
    expect((await read({ reverseOrder: true })).ids).to.deep.equal([4, 3, 2, 1]);
    const first = await read({ reverseOrder: true, maxResults: 3 });
    expect(first.ids).to.deep.equal([4, 3, 2]);
    expect((await read({ reverseOrder: true, maxResults: 3, nextToken: first.token })).ids).to.deep.equal([1]);
    const { events } = await box.states("GetExecutionHistory", { executionArn, includeExecutionData: false });
    expect(JSON.stringify(events)).not.to.contain('"input"');
  });

  it("page backwards over what was there when the reading began", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(WAIT);
    const { executionArn } = await box.states("StartExecution", { stateMachineArn });
    const first = await box.states("GetExecutionHistory", { executionArn, reverseOrder: true, maxResults: 1 });
    expect((first["events"] as JsonObject[])[0]?.["id"]).to.equal(2);
    await box.clock.idle();
    const nextToken = String(first["nextToken"]);
    const second = await box.states("GetExecutionHistory", {
      executionArn,
      reverseOrder: true,
      maxResults: 5,
      nextToken,
    });
    expect((second["events"] as JsonObject[]).map(({ id }) => id)).to.deep.equal([1]);
    expect(second).not.to.have.property("nextToken");
  });

  it("can be redriven where they failed", async () => {
    const box = harness();
    let answers = 0;
    box.serve("sqs", {
      SendMessage: () => {
        if (answers++ === 0) throw new Error("down");
        return { MessageId: "1" };
      },
    });
    const Resource = "arn:aws:states:::sqs:sendMessage";
    const definition = {
      StartAt: "A",
      States: {
        A: { Type: "Pass", Next: "T" },
        T: { Type: "Task", Resource, Parameters: { QueueUrl: "u", MessageBody: "b" }, ResultPath: null, End: true },
      },
    };
    const { executionArn, status } = await box.run(definition, { n: 1 });
    expect(status).to.equal("FAILED");
    const redriven = await box.states("RedriveExecution", { executionArn, clientToken: "t" });
    expect(await box.states("RedriveExecution", { executionArn, clientToken: "t" })).to.deep.equal(redriven);
    await box.clock.idle();
    const described = await box.states("DescribeExecution", { executionArn });
    expect([described["status"], described["redriveCount"]]).to.deep.equal(["SUCCEEDED", 1]);
    const types = await eventTypes(box, executionArn);
    expect(types.filter((type) => type === "PassStateEntered")).to.have.length(1);
    expect(types).to.include("ExecutionRedriven");
    const again = await refusal(box.states("RedriveExecution", { executionArn }));
    expect(again.code).to.equal("ExecutionNotRedrivable");
    expect(again.message).to.equal("Execution is SUCCEEDED and cannot be redriven");
  });
});
