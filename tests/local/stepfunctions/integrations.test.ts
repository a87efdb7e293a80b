import { expect } from "chai";
import { AwsError } from "../../../local/aws/error.ts";
import type { JsonObject } from "../../../local/json.ts";
import { eventTypes, type Harness, harness, PREFIX, ROLE } from "./harness.ts";

type Answer = (input: JsonObject) => unknown;

/** One Task with an integration. */
function task(resource: string, parameters: JsonObject = {}, more: JsonObject = {}): JsonObject {
  const Resource = resource.startsWith("arn:") ? resource : `arn:aws:states:::${resource}`;
  return { StartAt: "T", States: { T: { Type: "Task", Resource, Parameters: parameters, End: true, ...more } } };
}

/** The least that each integration wants. */
const REQUIRED: Readonly<Record<string, JsonObject>> = {
  "dynamodb:putItem": { TableName: "t", Item: {} },
  "lambda:invoke": { FunctionName: "f" },
  "sns:publish": { TopicArn: "t", Message: "m" },
  "sqs:sendMessage": { QueueUrl: "u", MessageBody: "m" },
};

/** Runs it with one fake operation beside Step Functions. */
async function run(box: Harness, service: string, operation: string, answer: Answer, definition: JsonObject) {
  box.serve(service, { [operation]: answer });
  const description = await box.run(definition, {});
  const output = description["output"];
  return { description, output: typeof output === "string" ? (JSON.parse(output) as JsonObject) : {} };
}

function refuse(code: string, message: string, status = 400): Answer {
  return () => {
    throw new AwsError(code, message, { status });
  };
}

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

describe("lambda", () => {
  const returns =
    (payload: string, more: JsonObject = {}) =>
    () => ({
      StatusCode: 200,
      ExecutedVersion: "$LATEST",
      Payload: Buffer.from(payload).toString("base64"),
      ...more,
    });

  it("wraps what the function returns", async () => {
    const box = harness();
    const definition = task("lambda:invoke", { FunctionName: "f", Payload: { a: 1 } });
    const { output } = await run(box, "lambda", "Invoke", returns('{"ok":true}'), definition);
    expect(Object.keys(output)).to.deep.equal([
      "ExecutedVersion",
      "Payload",
      "SdkHttpMetadata",
      "SdkResponseMetadata",
      "StatusCode",
    ]);
    expect(output["Payload"]).to.deep.equal({ ok: true });
    expect(((output["SdkHttpMetadata"] as JsonObject)["HttpHeaders"] as JsonObject)["Content-Length"]).to.equal("11");
    expect(Buffer.from(String(box.seen[0]?.input["Payload"]), "base64").toString()).to.equal('{"a":1}');
  });

  it("as a bare ARN gives what the function returns", async () => {
    const box = harness();
    const definition = task("arn:aws:lambda:us-east-1:123456789012:function:f", { a: 1 });
    const { output, description } = await run(box, "lambda", "Invoke", returns('{"ok":true}'), definition);
    expect(output).to.deep.equal({ ok: true });
    expect(await eventTypes(box, description["executionArn"])).to.include.members([
      "LambdaFunctionScheduled",
      "LambdaFunctionStarted",
      "LambdaFunctionSucceeded",
    ]);
  });

  it("fails with the function's error, the payload as it is being the cause", async () => {
    const payload = '{"errorType": "Error", "errorMessage": "boom", "trace": []}';
    const box = harness();
    const answer = returns(payload, { FunctionError: "Unhandled" });
    const { description } = await run(
      box,
      "lambda",
      "Invoke",
      answer,
      task("lambda:invoke", REQUIRED["lambda:invoke"]),
    );
    expect([description["error"], description["cause"]]).to.deep.equal(["Error", payload]);
  });

  it("fails with Lambda.Unknown when there is no errorType", async () => {
    const payload = '{"errorMessage":"2020-01-01 Task timed out after 3.00 seconds"}';
    const box = harness();
    const answer = returns(payload, { FunctionError: "Unhandled" });
    const { description } = await run(
      box,
      "lambda",
      "Invoke",
      answer,
      task("lambda:invoke", REQUIRED["lambda:invoke"]),
    );
    expect(description["error"]).to.equal("Lambda.Unknown");
    expect(description["cause"]).to.equal(
      `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`,
    );
  });
});

describe("aws-sdk", () => {
  it("speaks PascalCase with camelCase services, and shows timestamps as ISO text", async () => {
    const box = harness();
    const child = await box.machine({ StartAt: "A", States: { A: { Type: "Pass", End: true } } }, { name: "child" });
    const definition = task("aws-sdk:sfn:startExecution", { StateMachineArn: child, Input: { a: 1 }, Name: "c" });
    const { output } = await box.run(definition);
    expect(JSON.parse(String(output))).to.deep.equal({
      ExecutionArn: `${PREFIX}execution:child:c`,
      StartDate: "2024-01-10T12:00:00Z",
    });
  });

  it("runs Express machines synchronously", async () => {
    const box = harness();
    const definition = { StartAt: "A", States: { A: { Type: "Wait", Seconds: 3, End: true } } };
    const child = await box.machine(definition, { name: "child", type: "EXPRESS" });
    const { output } = await box.run(task("aws-sdk:sfn:startSyncExecution", { StateMachineArn: child, Input: "{}" }));
    const answer = JSON.parse(String(output)) as JsonObject;
    expect(answer).to.deep.include({ Status: "SUCCEEDED", Output: "{}", OutputDetails: { Included: true } });
    expect(answer["StopDate"]).to.equal("2024-01-10T12:00:03Z");
  });

  it("names errors as the SDK for Java 2 does", async () => {
    const box = harness();
    const message = "The conditional request failed";
    const answer = refuse("ConditionalCheckFailedException", message);
    const { description } = await run(
      box,
      "dynamodb",
      "PutItem",
      answer,
      task("aws-sdk:dynamodb:putItem", REQUIRED["dynamodb:putItem"]),
    );
    expect(description["error"]).to.equal("DynamoDb.ConditionalCheckFailedException");
    expect(description["cause"]).to.match(
      /^The conditional request failed \(Service: DynamoDb, Status Code: 400, Request ID: [0-9a-f-]{36}\) \(SDK Attempt Count: 1\)$/,
    );
    const other = harness();
    const unknown = await other.run(
      task("aws-sdk:sfn:describeStateMachine", { StateMachineArn: `${PREFIX}stateMachine:no` }),
    );
    expect(unknown["error"]).to.equal("Sfn.StateMachineDoesNotExistException");
  });

  it("leaves items' attribute names alone", async () => {
    const box = harness();
    const Item = { payload: { S: "x" }, b: { M: { StartTime: { N: "1" } } } };
    const definition = task("aws-sdk:dynamodb:getItem", { TableName: "t", Key: {} });
    const { output } = await run(box, "dynamodb", "GetItem", () => ({ Item }), definition);
    expect(output).to.deep.equal({ Item });
  });
});

describe("states:startExecution", () => {
  const child = {
    StartAt: "W",
    States: { W: { Type: "Wait", Seconds: 5, Next: "P" }, P: { Type: "Pass", Result: { ok: true }, End: true } },
  };
  const started = async (pattern: string, definition: JsonObject = child) => {
    const box = harness();
    const StateMachineArn = await box.machine(definition, { name: "child" });
    const description = await box.run(
      task(`states:startExecution${pattern}`, { StateMachineArn, Name: "c", Input: { n: 1 } }),
    );
    return { box, description };
  };

  it("answers at once", async () => {
    const { description } = await started("");
    const output = JSON.parse(String(description["output"])) as JsonObject;
    expect(Object.keys(output)).to.deep.equal(["ExecutionArn", "SdkHttpMetadata", "SdkResponseMetadata", "StartDate"]);
  });

  it("with .sync waits, the output being text", async () => {
    const { box, description } = await started(".sync");
    const output = JSON.parse(String(description["output"])) as JsonObject;
    expect(output).to.deep.include({ Status: "SUCCEEDED", Output: '{"ok":true}', Input: '{"n":1}', Name: "c" });
    expect(output["StopDate"]).to.equal(1704888005000);
    expect(await eventTypes(box, description["executionArn"])).to.include("TaskSubmitted");
  });

  it("with .sync:2 waits, the output being JSON", async () => {
    const { description } = await started(".sync:2");
    const output = JSON.parse(String(description["output"])) as JsonObject;
    expect(output["Output"]).to.deep.equal({ ok: true });
    expect(output["Input"]).to.deep.equal({ n: 1 });
  });

  it("fails with the failed execution's description", async () => {
    const { description } = await started(".sync:2", {
      StartAt: "F",
      States: { F: { Type: "Fail", Error: "E", Cause: "C" } },
    });
    expect(description["error"]).to.equal("States.TaskFailed");
    expect(JSON.parse(String(description["cause"]))).to.deep.include({ Status: "FAILED", Error: "E", Cause: "C" });
  });

  it("stops what it waits for when it is stopped itself", async () => {
    const box = harness();
    await box.states("CreateActivity", { name: "work" });
    const StateMachineArn = await box.machine(task(`${PREFIX}activity:work`), { name: "child" });
    const stateMachineArn = await box.machine(task("states:startExecution.sync", { StateMachineArn, Name: "c" }));
    const { executionArn } = await box.states("StartExecution", { stateMachineArn });
    await box.clock.idle();
    await box.states("StopExecution", { executionArn });
    await box.clock.idle();
    const nested = await box.states("DescribeExecution", { executionArn: `${PREFIX}execution:child:c` });
    expect(nested["status"]).to.equal("ABORTED");
  });

  it("says when a name is taken", async () => {
    const box = harness();
    const StateMachineArn = await box.machine(child, { name: "child" });
    await box.states("StartExecution", { stateMachineArn: StateMachineArn, name: "c", input: '{"other":1}' });
    const { error } = await box.run(task("states:startExecution", { StateMachineArn, Name: "c" }));
    expect(error).to.equal("StepFunctions.ExecutionAlreadyExistsException");
  });
});

describe("apigateway:invoke", () => {
  const parameters = {
    ApiEndpoint: "abc123.execute-api.us-east-1.amazonaws.com",
    Method: "POST",
    Stage: "dev",
    Path: "/@connections/WDGT8fY4joECJrQ%3D",
    RequestBody: { Message: "Hello" },
    AuthType: "IAM_ROLE",
  };

  it("pushes to a connection", async () => {
    const box = harness();
    const { output } = await run(
      box,
      "execute-api",
      "PostToConnection",
      () => ({}),
      task("apigateway:invoke", parameters),
    );
    expect(box.seen[0]?.input).to.deep.equal({
      ConnectionId: "WDGT8fY4joECJrQ=",
      ApiId: "abc123",
      Stage: "dev",
      Data: Buffer.from('{"Message":"Hello"}').toString("base64"),
    });
    expect(output).to.deep.include({ StatusCode: 200, StatusText: "OK" });
    expect((output["Headers"] as JsonObject)["Content-Length"]).to.deep.equal(["0"]);
  });

  it("takes the local form of an endpoint", async () => {
    const box = harness();
    const local = { ...parameters, ApiEndpoint: "localhost:4900/abc123" };
    await run(box, "execute-api", "PostToConnection", () => ({}), task("apigateway:invoke", local));
    expect(box.seen[0]?.input).to.include({ ApiId: "abc123", Stage: "dev" });
  });

  it("fails with the status, the body being the cause", async () => {
    const gone = harness();
    const first = await run(
      gone,
      "execute-api",
      "PostToConnection",
      refuse("GoneException", "", 410),
      task("apigateway:invoke", parameters),
    );
    expect([first.description["error"], first.description["cause"]]).to.deep.equal(["ApiGateway.410", ""]);
    const unsigned = harness();
    const { AuthType: _signed, ...rest } = parameters;
    const second = await run(unsigned, "execute-api", "PostToConnection", () => ({}), task("apigateway:invoke", rest));
    expect([second.description["error"], second.description["cause"]]).to.deep.equal([
      "ApiGateway.403",
      '{"message":"Missing Authentication Token"}',
    ]);
  });
});

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
