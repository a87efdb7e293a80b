import { GetItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import fc from "fast-check";
import { eventually, isDeployed, openStack, type Stack } from "./stack.ts";
import { type Conversation, connect } from "./wscat.ts";

/** What breaks templates, JSON and shells: quotes, backslashes, newlines, emoji, control characters, Velocity's own syntax. */
const nasty = fc.constantFrom(
  '"',
  "'",
  "\\",
  "\\'",
  "\n",
  "\r\n",
  "\t",
  "\u0000",
  "\u2028",
  "🍕",
  "é",
  "$context.connectionId",
  "${x}",
  "$util.escapeJavaScript('x')",
  "#set($a = 1)",
  "#end",
  "##",
  "#*",
  "{% $states.input %}",
  "{{x}}",
  "</script>",
  "%22",
  "&amp;",
);
const text = fc
  .array(fc.oneof(nasty, fc.string({ unit: "grapheme", maxLength: 8 })), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(""))
  .filter((value) => value.trim() !== "");

const RUNS = { numRuns: isDeployed ? 3 : 25, endOnFailure: true };

describe("end to end: any text comes through unchanged", function () {
  this.timeout(300_000);
  let stack: Stack;
  let client: Conversation;

  before(async () => {
    stack = await openStack();
    client = await connect(stack.output("webSocketUrl"));
  });
  after(async () => {
    await client?.close();
    await stack?.stop();
  });

  const announced = (orderId: string): Promise<Record<string, unknown>> =>
    eventually(
      stack,
      async () => {
        const queue = { QueueUrl: stack.output("notificationTestQueueUrl"), MaxNumberOfMessages: 10 };
        const { Messages: messages } = await stack.sqs.send(new ReceiveMessageCommand(queue));
        let found: Record<string, unknown> | undefined;
        for (const { Body: body, ReceiptHandle: handle } of messages ?? []) {
          await stack.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.QueueUrl, ReceiptHandle: handle }));
          const message = JSON.parse(String(JSON.parse(body ?? "{}").Message)) as Record<string, unknown>;
          if (message["orderId"] === orderId) found = message;
        }
        return found;
      },
      "the announcement",
    );

  it("through sendOrder: frame, template, workflow, table, topic, queue and frame again", async () => {
    await fc.assert(
      fc.asyncProperty(text, text, text, async (orderDetails, customerId, restaurantDetails) => {
        client.say({ action: "sendOrder", orderDetails, customerId, restaurantDetails });
        const orderId =
          String((await client.hearJson())["executionArn"])
            .split(":")
            .at(-1) ?? "";
        const told = `Order initiated! Preparing ${orderDetails} and looking for a delivery partner!`;
        expect(await client.hearJson()).to.deep.equal({ Payload: told });
        const { Item: item } = await stack.dynamodb.send(
          new GetItemCommand({
            TableName: stack.output("ordersTableName"),
            Key: { orderId: { S: orderId } },
            ConsistentRead: true,
          }),
        );
        expect(item?.["orderDetails"]?.S).to.equal(orderDetails);
        expect(item?.["customerId"]?.S).to.equal(customerId);
        expect(item?.["restaurantDetails"]?.S).to.equal(restaurantDetails);
        expect(await announced(orderId)).to.include({ orderDetails, customerId, restaurantDetails });
      }),
      RUNS,
    );
  });

  it("through orderPizza: frame, template, workflow, event, function and table", async () => {
    await fc.assert(
      fc.asyncProperty(text, async (pizza) => {
        client.say({ action: "orderPizza", data: { pizza, size: "L" } });
        const orderId =
          String((await client.hearJson())["executionArn"])
            .split(":")
            .at(-1) ?? "";
        for (let frames = 0; frames < 6; frames++) expect((await client.hearJson())["type"]).to.equal("CHANGED_EVENT");
        const { Items: items } = await stack.dynamodb.send(
          new ScanCommand({ TableName: stack.output("ordersTableName"), ConsistentRead: true }),
        );
        const item = items?.find((one) => one["orderId"]?.S === orderId);
        expect(JSON.stringify(item)).to.contain(JSON.stringify(JSON.stringify(pizza)).slice(1, -1));
      }),
      { ...RUNS, numRuns: isDeployed ? 1 : 10 },
    );
  });

  it("through $default: the event has the very text", async () => {
    await fc.assert(
      fc.asyncProperty(text, async (frame) => {
        client.send(frame);
        expect((await client.hearJson())["body"]).to.equal(frame);
      }),
      RUNS,
    );
  });

  it("through an order that nearly fills a frame", async () => {
    const orderDetails = `${"'\\\"é🍕$#".repeat(1500)}`;
    client.say({ action: "sendOrder", orderDetails, customerId: "1", restaurantDetails: "r" });
    await client.hear();
    expect((await client.hearJson())["Payload"]).to.contain(orderDetails);
  });
});
