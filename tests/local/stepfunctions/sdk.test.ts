import {
  ActivityDoesNotExist,
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { createEndpoint } from "../../../local/endpoint/endpoint.ts";
import { SILENT } from "../../../local/log.ts";
import { type Harness, harness, PREFIX, ROLE } from "./harness.ts";

describe("The AWS SDK against Step Functions", () => {
  let box: Harness;
  let client: SFNClient;
  let close: () => Promise<void>;

  beforeEach(async () => {
    box = harness();
    const { router: aws, clock, ids, module } = box;
    const endpoint = createEndpoint({ aws, clock, ids, log: SILENT });
    const port = await endpoint.listen(0);
    endpoint.serve([module]);
    client = new SFNClient({
      endpoint: `http://localhost:${port}`,
      region: "us-east-1",
      credentials: { accessKeyId: "AKIA", secretAccessKey: "secret" },
      disableHostPrefix: true,
      maxAttempts: 1,
    });
    close = async () => {
      client.destroy();
      await endpoint.close();
    };
  });
  afterEach(() => close());

  async function machine(name: string, states: object, type: "STANDARD" | "EXPRESS" = "STANDARD"): Promise<string> {
    const definition = JSON.stringify({ StartAt: "A", States: { A: states } });
    const { stateMachineArn = "" } = await client.send(
      new CreateStateMachineCommand({ name, definition, roleArn: ROLE, type }),
    );
    return stateMachineArn;
  }

  it("starts, waits and describes", async () => {
    const stateMachineArn = await machine("m", { Type: "Wait", Seconds: 5, End: true });
    const { executionArn, startDate } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '"x"' }));
    expect(startDate).to.be.instanceOf(Date);
    await box.clock.idle();
    const { status, output, stopDate } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect([status, output]).to.deep.equal(["SUCCEEDED", '"x"']);
    expect(Number(stopDate) - Number(startDate)).to.equal(5000);
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events.map(({ type }) => type)).to.deep.equal([
      "ExecutionStarted",
      "WaitStateEntered",
      "WaitStateExited",
      "ExecutionSucceeded",
    ]);
  });

  it("sends an X-Amzn-Trace-Id header, which goes before the trace header of the body", async () => {
    const stateMachineArn = await machine("m", { Type: "Pass", End: true });
    const start = new StartExecutionCommand({ stateMachineArn, traceHeader: "Root=1-body" });
    start.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers["X-Amzn-Trace-Id"] = "Root=1-header";
        return next(args);
      },
      { step: "build" },
    );
    const { executionArn } = await client.send(start);
    const { traceHeader } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(traceHeader).to.equal("Root=1-header");
  });

  it("waits for a synchronous execution", async () => {
    const stateMachineArn = await machine("x", { Type: "Wait", Seconds: 5, End: true }, "EXPRESS");
    const answer = await client.send(new StartSyncExecutionCommand({ stateMachineArn, input: '{"a":1}' }));
    expect([answer.status, answer.output, answer.billingDetails?.billedDurationInMilliseconds]).to.deep.equal([
      "SUCCEEDED",
      '{"a":1}',
      5000,
    ]);
  });

  it("works activities", async () => {
    const { activityArn } = await client.send(new CreateActivityCommand({ name: "work" }));
    const stateMachineArn = await machine("m", { Type: "Task", Resource: activityArn, End: true });
    const polling = client.send(new GetActivityTaskCommand({ activityArn, workerName: "ann" }));
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    const { taskToken } = await polling;
    await client.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }));
    await box.clock.idle();
    expect((await client.send(new DescribeExecutionCommand({ executionArn }))).status).to.equal("SUCCEEDED");
  });

  it("gets the modelled exceptions", async () => {
    const stateMachineArn = await machine("m", { Type: "Pass", End: true });
    await client.send(new StartExecutionCommand({ stateMachineArn, name: "e" }));
    await box.clock.idle();
    const again = await caught(client.send(new StartExecutionCommand({ stateMachineArn, name: "e" })));
    expect(again).to.be.instanceOf(ExecutionAlreadyExists);
    expect(again).to.have.property("message", `Execution Already Exists: '${PREFIX}execution:m:e'`);
    const poll = client.send(new GetActivityTaskCommand({ activityArn: `${PREFIX}activity:no` }));
    expect(await caught(poll)).to.be.instanceOf(ActivityDoesNotExist);
  });
});

async function caught(promise: Promise<unknown>): Promise<unknown> {
  try {
    return await promise;
  } catch (error) {
    return error;
  }
}
