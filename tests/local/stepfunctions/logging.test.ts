import { expect } from "chai";
import { OWNER } from "../../../local/aws/caller.ts";
import type { JsonObject } from "../../../local/json.ts";
import { createLogs } from "../../../local/logs/module.ts";
import { memoryStorage } from "../../../local/storage.ts";
import { ACCOUNT, type Harness, harness, PREFIX, refusal } from "./harness.ts";

const GROUP = "/aws/vendedlogs/states/m";
const logGroupArn = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${GROUP}:*`;
const WAIT_AND_FAIL = {
  StartAt: "P",
  States: { P: { Type: "Pass", Next: "F" }, F: { Type: "Fail", Error: "Bad", Cause: "card 4111" } },
};

function logging(level: string, includeExecutionData = false): JsonObject {
  return {
    loggingConfiguration: { level, includeExecutionData, destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] },
  };
}

/** Step Functions with CloudWatch Logs beside it. */
async function withLogs(): Promise<Harness> {
  const box = harness();
  const { router, clock } = box;
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const { services } = createLogs({
    clock,
    ids: box.ids,
    log,
    scope: router.scope,
    storage: memoryStorage(),
    aws: router,
    endpointUrl: "http://localhost:4900",
  });
  for (const service of services) router.register(service);
  await router.call("logs", "CreateLogGroup", { logGroupName: GROUP }, { caller: OWNER });
  return box;
}

async function records(box: Harness): Promise<JsonObject[]> {
  const answer = await box.router.call("logs", "FilterLogEvents", { logGroupName: GROUP }, { caller: OWNER });
  return (answer["events"] as JsonObject[]).map(({ message }) => JSON.parse(String(message)) as JsonObject);
}

describe("The execution log", () => {
  it("has every event at level ALL, all numbers as text", async () => {
    const box = await withLogs();
    const { executionArn } = await box.run(WAIT_AND_FAIL, { n: 1 }, logging("ALL", true));
    const lines = await records(box);
    expect(lines.map(({ type }) => type)).to.deep.equal([
      "ExecutionStarted",
      "PassStateEntered",
      "PassStateExited",
      "FailStateEntered",
      "ExecutionFailed",
    ]);
    expect(lines[1]).to.deep.equal({
      id: "2",
      type: "PassStateEntered",
      details: { input: '{"n":1}', inputDetails: { truncated: false }, name: "P" },
      previous_event_id: "0",
      event_timestamp: "1704888000000",
      execution_arn: executionArn,
      redrive_count: "0",
    });
    expect(lines[4]?.["details"]).to.deep.equal({ cause: "card 4111", error: "Bad" });
  });

  it("leaves execution data out unless it is asked for", async () => {
    const box = await withLogs();
    await box.run(WAIT_AND_FAIL, { card: 4111 }, logging("ALL"));
    expect(JSON.stringify(await records(box))).not.to.contain("4111");
  });

  it("has errors only at level ERROR, and the end only at level FATAL", async () => {
    const error = await withLogs();
    await error.run(WAIT_AND_FAIL, {}, logging("ERROR"));
    expect((await records(error)).map(({ type }) => type)).to.deep.equal(["FailStateEntered", "ExecutionFailed"]);
    const fatal = await withLogs();
    await fatal.run(WAIT_AND_FAIL, {}, logging("FATAL"));
    expect((await records(fatal)).map(({ type }) => type)).to.deep.equal(["ExecutionFailed"]);
  });

  it("of Express executions names their ARN", async () => {
    const box = await withLogs();
    const stateMachineArn = await box.machine(WAIT_AND_FAIL, { ...logging("FATAL"), type: "EXPRESS" });
    const { executionArn } = await box.states("StartSyncExecution", { stateMachineArn });
    await box.clock.idle();
    expect((await records(box))[0]?.["execution_arn"]).to.equal(executionArn);
  });

  it("goes to a stream of the machine's name and the time", async () => {
    const box = await withLogs();
    await box.run(WAIT_AND_FAIL, {}, logging("ALL"));
    const answer = await box.router.call("logs", "DescribeLogStreams", { logGroupName: GROUP }, { caller: OWNER });
    const [stream] = answer["logStreams"] as JsonObject[];
    expect(stream?.["logStreamName"]).to.match(/^states\/m\/2024-01-10-12-00\/[0-9a-f]{8}$/);
  });

  it("is allowed by the policy that AWS writes itself", async () => {
    const box = await withLogs();
    await box.machine(WAIT_AND_FAIL, logging("ALL"));
    const answer = await box.router.call("logs", "DescribeResourcePolicies", {}, { caller: OWNER });
    const [policy] = answer["resourcePolicies"] as JsonObject[];
    expect(policy?.["policyName"]).to.equal("AWSLogDeliveryWrite20150319");
    expect(policy?.["policyDocument"]).to.contain(`log-group:${GROUP}:log-stream:*`);
  });

  it("cuts data beyond 248 KB", async () => {
    const box = await withLogs();
    await box.run(WAIT_AND_FAIL, "é".repeat(128_000), logging("ALL", true));
    const details = (await records(box))[0]?.["details"] as JsonObject;
    expect(details["inputDetails"]).to.deep.equal({ truncated: true });
    expect(Buffer.byteLength(JSON.stringify(details["input"]))).to.be.within(248 * 1024 - 8, 248 * 1024);
  });

  it("says once that it does not arrive, and how to mend it", async () => {
    const box = await withLogs();
    box.denied.add("logs:CreateLogStream");
    await box.run(WAIT_AND_FAIL, {}, logging("ALL"));
    const complaints = box.lines.filter((line) => line.includes("does not reach"));
    expect(complaints).to.have.length(1);
    expect(complaints[0]).to.contain("delivery.logs.amazonaws.com");
  });

  it("needs a group that is there", async () => {
    const box = await withLogs();
    const missing = { cloudWatchLogsLogGroup: { logGroupArn: logGroupArn.replace(GROUP, "nope") } };
    const loggingConfiguration = { level: "ALL", destinations: [missing] };
    const error = await refusal(box.machine(WAIT_AND_FAIL, { loggingConfiguration }));
    expect(error.code).to.equal("InvalidLoggingConfiguration");
  });
});

describe("Status change events", () => {
  it("are put on the default bus for Standard executions", async () => {
    const box = harness();
    box.serve("events", { ListRules: () => ({ Rules: [{ Name: "r" }] }), PutEvents: () => ({ FailedEntryCount: 0 }) });
    const { executionArn } = await box.run(WAIT_AND_FAIL, { n: 1 });
    const entries = box.seen
      .filter(({ operation }) => operation === "PutEvents")
      .flatMap(({ input }) => input["Entries"] as JsonObject[]);
    expect(entries.map(({ Source, DetailType, Resources }) => [Source, DetailType, Resources])).to.deep.equal(
      entries.map(() => ["aws.states", "Step Functions Execution Status Change", [executionArn]]),
    );
    const details = entries.map(({ Detail }) => JSON.parse(String(Detail)) as JsonObject);
    expect(details.map(({ status }) => status)).to.deep.equal(["RUNNING", "FAILED"]);
    expect(details[0]).to.include({ name: String(executionArn).slice(`${PREFIX}execution:m:`.length), stopDate: null });
    expect(details[1]).to.include({ error: "Bad", cause: "card 4111", startDate: 1704888000000, input: '{"n":1}' });
  });

  it("are not made while nobody could see them", async () => {
    const box = harness();
    box.serve("events", { ListRules: () => ({ Rules: [] }), PutEvents: () => ({}) });
    await box.run(WAIT_AND_FAIL);
    expect(box.seen.map(({ operation }) => operation)).not.to.include("PutEvents");
  });
});
