import { expect } from "chai";
import { AwsError } from "../../../../local/aws/error.ts";
import type { JsonObject } from "../../../../local/json.ts";
import { eventTypes, harness } from "../harness.ts";
import { run, task } from "./one-task.ts";

describe(".waitForTaskToken", () => {
  const definition = task("sqs:sendMessage.waitForTaskToken", {
    QueueUrl: "u",
    MessageBody: { "token.$": "$$.Task.Token" },
  });
  const tokenOf = (input: JsonObject): string =>
    String((JSON.parse(String(input["MessageBody"])) as JsonObject)["token"]);

  it("waits until the token comes back", async () => {
    const box = harness();
    box.serve("sqs", { SendMessage: () => ({ MessageId: "1" }) });
    const stateMachineArn = await box.machine(definition);
    const { executionArn } = await box.states("StartExecution", { stateMachineArn });
    await box.clock.idle();
    const taskToken = tokenOf(box.seen[0]?.input ?? {});
    await box.states("SendTaskSuccess", { taskToken, output: '{"paid":true}' });
    await box.clock.idle();
    expect((await box.states("DescribeExecution", { executionArn }))["output"]).to.equal('{"paid":true}');
    expect((await eventTypes(box, executionArn)).slice(2, 6)).to.deep.equal([
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskSucceeded",
    ]);
  });

  it("takes a token that comes back before the request's answer", async () => {
    const box = harness();
    const answer = async (input: JsonObject) => {
      await box.states("SendTaskFailure", {
        taskToken: tokenOf(input),
        error: "Declined",
        cause: "Invalid Credit Card",
      });
      return { MessageId: "1" };
    };
    const { description } = await run(box, "sqs", "SendMessage", answer, definition);
    expect([description["error"], description["cause"]]).to.deep.equal(["Declined", "Invalid Credit Card"]);
    expect(await eventTypes(box, description["executionArn"])).to.include.members(["TaskSubmitted", "TaskFailed"]);
  });

  it("forgets the token of a request that failed", async () => {
    const box = harness();
    let taskToken = "";
    const answer = (input: JsonObject) => {
      taskToken = tokenOf(input);
      throw new AwsError("QueueDoesNotExist", "no");
    };
    const { description } = await run(box, "sqs", "SendMessage", answer, definition);
    expect(description["error"]).to.equal("SQS.QueueDoesNotExistException");
    expect(await eventTypes(box, description["executionArn"])).to.include("TaskSubmitFailed");
    let late: unknown;
    await box.states("SendTaskSuccess", { taskToken, output: "1" }).catch((error: unknown) => {
      late = error;
    });
    expect(late).to.have.property("code", "TaskTimedOut");
  });
});
