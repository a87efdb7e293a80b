import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { eventually, openStack, type Stack } from "./stack.ts";
import { type Conversation, connect } from "./wscat.ts";

const CONNECTION_ID = /^[A-Za-z0-9_-]{15}=$/;

describe("end to end: frames (references 001 and 002)", function () {
  this.timeout(60_000);
  let stack: Stack;
  let client: Conversation;

  before(async () => {
    stack = await openStack();
  });
  after(() => stack?.stop());
  beforeEach(async () => {
    client = await connect(stack.output("webSocketUrl"));
  });
  afterEach(() => client.close());

  it("echoes any text with the event and how the function ran", async () => {
    client.send(`not json: it's "quoted" \\ é 🍕`);
    const answer = await client.hearJson();
    expect(answer["body"]).to.equal(`not json: it's "quoted" \\ é 🍕`);
    expect(answer["isBase64Encoded"]).to.equal(false);
    const request = answer["requestContext"] as Record<string, unknown>;
    expect(request["routeKey"]).to.equal("$default");
    expect(request["eventType"]).to.equal("MESSAGE");
    expect(request["messageDirection"]).to.equal("IN");
    expect(request["connectionId"]).to.match(CONNECTION_ID);
    expect(request["requestId"]).to.equal(request["extendedRequestId"]);
    const execution = answer["execution"] as Record<string, unknown>;
    expect(execution["awsRequestId"]).to.match(/^[0-9a-f-]{36}$/);
    expect(execution["functionVersion"]).to.equal("$LATEST");
    expect(execution["logGroupName"]).to.be.a("string");
  });

  for (const { name, frame } of [
    { name: "no action", frame: '{"data":1}' },
    { name: "an unknown action", frame: '{"action":"nope"}' },
    { name: "an action that is no text", frame: '{"action":{"a":1}}' },
    { name: "the name of a predefined route", frame: '{"action":"$connect"}' },
  ]) {
    it(`takes a frame with ${name} to $default`, async () => {
      client.send(frame);
      const answer = await client.hearJson();
      expect(answer["body"]).to.equal(frame);
      expect((answer["requestContext"] as Record<string, unknown>)["routeKey"]).to.equal("$default");
    });
  }

  it("answers sync_sfn with the whole execution", async () => {
    client.send('{"action":"sync_sfn","data":"123456"}');
    const answer = await client.hearJson();
    // A trace header comes only with an execution that is traced.
    expect(Object.keys(answer).filter((name) => name !== "traceHeader")).to.deep.equal([
      "billingDetails",
      "executionArn",
      "input",
      "inputDetails",
      "name",
      "output",
      "outputDetails",
      "startDate",
      "stateMachineArn",
      "status",
      "stopDate",
    ]);
    expect(answer["status"]).to.equal("SUCCEEDED");
    expect(answer["input"]).to.equal('"123456"');
    expect(answer["inputDetails"]).to.deep.equal({
      __type: "com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails",
      included: true,
    });
    expect(answer["executionArn"]).to.match(
      /^arn:aws:states:[a-z0-9-]+:\d{12}:express:[^:]+:[0-9a-f-]{36}:[0-9a-f-]{36}$/,
    );
    expect(answer["stateMachineArn"]).to.equal(stack.output("syncHelloArn"));
    expect(Number(answer["stopDate"]) - Number(answer["startDate"])).to.be.greaterThan(4.9);
    expect(answer["billingDetails"]).to.have.keys("billedDurationInMilliseconds", "billedMemoryUsedInMB");
  });

  for (const { name, data } of [
    { name: "text", data: "123456" },
    { name: "a number", data: 1.5 },
    { name: "null", data: null },
    { name: "a list", data: [1, "two", { three: 3 }] },
    {
      name: "quotes, backslashes, newlines, emoji and template syntax",
      data: { text: 'it\'s "q" \\ \n é 🍕 $context #set($a=1) </script>' },
    },
  ]) {
    it(`starts the workflow of async_sfn with ${name} and hears from it`, async () => {
      client.say({ action: "async_sfn", data });
      const accepted = await client.hear();
      expect(accepted).to.match(/^\{"executionArn":"arn:aws:states:[^"]+:execution:[^"]+","startDate":\d\.\d+E9\}$/);
      expect(accepted).to.contain(stack.output("asyncHelloArn").replace(":stateMachine:", ":execution:"));
      expect(await client.hear()).to.equal('{"Message":"Hello from asynchronous workflow execution!"}');
    });
  }

  it("lets the workflow of a client that has gone succeed", async () => {
    const other = await connect(stack.output("webSocketUrl"));
    other.say({ action: "async_sfn", data: 1 });
    const executionArn = String((await other.hearJson())["executionArn"]);
    await other.close();
    const status = await eventually(
      stack,
      async () => {
        const execution = await stack.states.send(new DescribeExecutionCommand({ executionArn }));
        return execution.status === "RUNNING" ? undefined : execution.status;
      },
      "the end of the execution",
    );
    expect(status).to.equal("SUCCEEDED");
  });

  it("closes with 1009 on a frame of more than 32 KB, and lives on for others", async () => {
    const other = await connect(stack.output("webSocketUrl"));
    other.send("x".repeat(32 * 1024 + 1));
    expect((await other.closed).code).to.equal(1009);
    client.send("still there");
    expect((await client.hearJson())["body"]).to.equal("still there");
  });

  it("closes with 1003 on a binary frame", async () => {
    const other = await connect(stack.output("webSocketUrl"));
    other.send(Buffer.from([1, 2, 3]));
    expect((await other.closed).code).to.equal(1003);
  });

  it("serves @connections: post, get and delete, and 410 afterwards", async () => {
    client.send("who am I");
    const { connectionId } = (await client.hearJson())["requestContext"] as { connectionId: string };
    const input = { ConnectionId: connectionId };
    await stack.connections.send(new PostToConnectionCommand({ ...input, Data: Buffer.from('{"it\'s":"here"}') }));
    expect(await client.hear()).to.equal('{"it\'s":"here"}');
    const found = await stack.connections.send(new GetConnectionCommand(input));
    expect(found.Identity?.SourceIp).to.be.a("string");
    expect(found.ConnectedAt).to.be.instanceOf(Date);
    await stack.connections.send(new DeleteConnectionCommand(input));
    await client.closed;
    try {
      await stack.connections.send(new PostToConnectionCommand({ ...input, Data: Buffer.from("x") }));
      expect.fail("it was delivered");
    } catch (error) {
      expect(error).to.be.instanceOf(GoneException);
    }
  });
});
