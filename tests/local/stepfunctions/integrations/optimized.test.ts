import { expect } from "chai";
import type { JsonObject } from "../../../../local/json.ts";
import { harness, ROLE } from "../harness.ts";
import { REQUIRED, refuse, run, task } from "./one-task.ts";

describe("Optimized integrations", () => {
  it("act as the state machine's role, in a session of 32 letters", async () => {
    const box = harness();
    await run(box, "dynamodb", "PutItem", () => ({}), task("dynamodb:putItem", { TableName: "t", Item: {} }));
    expect(box.seen[0]?.caller).to.include({ kind: "role", roleArn: ROLE });
    expect(box.seen[0]?.caller)
      .to.have.property("sessionName")
      .that.matches(/^[A-Za-z]{32}$/);
  });

  it("add the SDK's metadata, keys in alphabetical order", async () => {
    const box = harness();
    const definition = task("dynamodb:getItem", { TableName: "t", Key: { id: { S: "1" } } });
    const { output } = await run(box, "dynamodb", "GetItem", () => ({ Item: { id: { S: "1" } } }), definition);
    expect(Object.keys(output)).to.deep.equal(["Item", "SdkHttpMetadata", "SdkResponseMetadata"]);
    const http = output["SdkHttpMetadata"] as JsonObject;
    expect(Object.keys(http["HttpHeaders"] as JsonObject)).to.deep.equal([
      "Connection",
      "Content-Length",
      "Content-Type",
      "Date",
      "Server",
      "x-amz-crc32",
      "x-amzn-RequestId",
    ]);
    expect(http["HttpStatusCode"]).to.equal(200);
  });

  it("send JSON where the API wants text", async () => {
    const box = harness();
    const definition = task("sqs:sendMessage", { QueueUrl: "u", MessageBody: { a: [1, "x"] } });
    await run(box, "sqs", "SendMessage", () => ({ MessageId: "1", MD5OfMessageBody: "2" }), definition);
    expect(box.seen[0]?.input).to.deep.equal({ QueueUrl: "u", MessageBody: '{"a":[1,"x"]}' });
    const other = harness();
    const publish = task("sns:publish", { TopicArn: "t", Message: { a: 1 } });
    await run(other, "sns", "Publish", () => ({ MessageId: "1" }), publish);
    expect(other.seen[0]?.input).to.deep.equal({ TopicArn: "t", Message: '{"a":1}' });
  });

  it("add their ARNs to an event's resources", async () => {
    const box = harness();
    const definition = task("events:putEvents", { Entries: [{ Detail: { a: 1 }, DetailType: "d", Source: "s" }] });
    const { description } = await run(
      box,
      "events",
      "PutEvents",
      () => ({ FailedEntryCount: 0, Entries: [] }),
      definition,
    );
    const put = box.seen.filter(({ caller }) => caller.kind === "role");
    expect(put[0]?.input).to.deep.equal({
      Entries: [
        {
          Detail: '{"a":1}',
          DetailType: "d",
          Source: "s",
          Resources: [description["executionArn"], description["stateMachineArn"]],
        },
      ],
    });
  });

  it("fail for one refused event", async () => {
    const box = harness();
    const answer = () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: "X", ErrorMessage: "no" }] });
    const definition = task("events:putEvents", { Entries: [{ Detail: {}, DetailType: "d", Source: "s" }] });
    const { description } = await run(box, "events", "PutEvents", answer, definition);
    expect(description["error"]).to.equal("EventBridge.FailedEntry");
  });

  const refusals = [
    [
      "dynamodb:putItem",
      "dynamodb",
      "PutItem",
      "ConditionalCheckFailedException",
      "DynamoDB.ConditionalCheckFailedException",
      "AmazonDynamoDBv2",
    ],
    [
      "dynamodb:putItem",
      "dynamodb",
      "PutItem",
      "ValidationException",
      "DynamoDB.AmazonDynamoDBException",
      "AmazonDynamoDBv2",
    ],
    ["sqs:sendMessage", "sqs", "SendMessage", "QueueDoesNotExist", "SQS.QueueDoesNotExistException", "AmazonSQS"],
    ["sns:publish", "sns", "Publish", "AccessDenied", "SNS.AmazonSNSException", "AmazonSNS"],
    ["lambda:invoke", "lambda", "Invoke", "AccessDeniedException", "Lambda.AWSLambdaException", "AWSLambda"],
    ["lambda:invoke", "lambda", "Invoke", "ResourceNotFoundException", "Lambda.ResourceNotFoundException", "AWSLambda"],
    ["lambda:invoke", "lambda", "Invoke", "ServiceException", "Lambda.ServiceException", "AWSLambda"],
  ] as const;
  for (const [resource, service, operation, code, name, javaService] of refusals) {
    it(`call ${service}'s ${code} ${name}`, async () => {
      const box = harness();
      const { description } = await run(
        box,
        service,
        operation,
        refuse(code, "Not so.", 403),
        task(resource, REQUIRED[resource]),
      );
      expect(description["error"]).to.equal(name);
      expect(description["cause"]).to.match(
        new RegExp(
          `^Not so\\. \\(Service: ${javaService}; Status Code: 403; Error Code: ${code}; Request ID: [0-9a-f-]{36}; Proxy: null\\)$`,
        ),
      );
    });
  }

  it("fail when the role cannot be taken any more", async () => {
    const box = harness();
    box.serve("sqs", { SendMessage: () => ({}) });
    const stateMachineArn = await box.machine(task("sqs:sendMessage", REQUIRED["sqs:sendMessage"]));
    box.untrusted.add(ROLE);
    const { executionArn } = await box.states("StartExecution", { stateMachineArn });
    await box.clock.idle();
    const { cause } = await box.states("DescribeExecution", { executionArn });
    expect(cause).to.contain("Neither the global service principal states.amazonaws.com");
  });

  it("work with the role that Credentials name, taken by their own", async () => {
    const box = harness();
    const other = `${ROLE}-2`;
    box.serve("sqs", { SendMessage: () => ({ MessageId: "1" }) });
    box.serve("sts", { AssumeRole: () => ({ Credentials: { AccessKeyId: other } }) });
    await box.run(task("sqs:sendMessage", REQUIRED["sqs:sendMessage"], { Credentials: { RoleArn: other } }));
    expect(
      box.seen.map(({ operation, caller }) => [operation, caller.kind === "role" && caller.roleArn]),
    ).to.deep.equal([
      ["AssumeRole", ROLE],
      ["SendMessage", other],
    ]);
    box.denied.add("sts:AssumeRole");
    const refused = task("sqs:sendMessage", REQUIRED["sqs:sendMessage"], { Credentials: { RoleArn: other } });
    const { error } = await box.run(refused, {}, { name: "n" });
    expect(error).to.equal("States.Permissions");
  });

  it("say in the log what the runtime does not serve", async () => {
    const box = harness();
    await box.run(task("sqs:sendMessage", REQUIRED["sqs:sendMessage"]));
    expect(box.lines.join("\n")).to.contain("sqs:SendMessage is not served by the local runtime");
  });
});
