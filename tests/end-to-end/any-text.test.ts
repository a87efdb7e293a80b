import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GetItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import fc from "fast-check";
import { Announcements } from "./announcements.ts";
import { FoodWorkers } from "./food-workers.ts";
import { PaymentDesk } from "./payment-desk.ts";
import { isDeployed, openStack, type Stack } from "./stack.ts";
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

interface Refused {
  readonly name: string;
  readonly frame: object;
  readonly violation: string;
}
const { cases: REFUSED }: { readonly cases: readonly Refused[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../cases/end-to-end/refused-frames.json"), "utf8"),
);

/** A frame of each route around a text. */
const sendOrder = (text: string) => ({
  action: "sendOrder",
  orderDetails: text,
  customerId: "1",
  restaurantDetails: "r",
});
const orderPizza = (text: string) => ({ action: "orderPizza", data: { pizza: `funghi${text}` } });
const chargeCustomer = (text: string) => ({
  action: "chargeCustomer",
  data: { orderId: `1${text}`, amount: 1, paymentToken: "tok_visa" },
});
const claimOrder = (text: string) => ({ action: "claimOrder", orderId: `1${text}` });

/** The order's id: the name of its execution. */
function executionOf(accepted: Readonly<Record<string, unknown>>): string {
  return String(accepted["executionArn"]).split(":").at(-1) ?? "";
}

const RUNS = { numRuns: isDeployed ? 3 : 25, endOnFailure: true };

describe("end to end: any text comes through unchanged, or is refused", function () {
  this.timeout(300_000);
  let stack: Stack;
  let client: Conversation;
  let announcements: Announcements;

  before(async () => {
    stack = await openStack();
    client = await connect(stack.output("webSocketUrl"));
    announcements = new Announcements(stack);
  });
  after(async () => {
    await client?.close();
    await stack?.stop();
  });

  it("through sendOrder: frame, template, workflow, table, topic, queue and frame again", async () => {
    await fc.assert(
      fc.asyncProperty(text, text, text, async (orderDetails, customerId, restaurantDetails) => {
        client.say({ action: "sendOrder", orderDetails, customerId, restaurantDetails });
        const orderId = executionOf(await client.hearJson());
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
        const { says } = await announcements.ofOrder(orderId, "OrderPlaced");
        expect(says).to.include({ orderDetails, customerId, restaurantDetails });
      }),
      RUNS,
    );
  });

  it("through orderPizza: frame, template, workflow, event, function and table", async () => {
    await fc.assert(
      fc.asyncProperty(text, async (pizza) => {
        client.say({ action: "orderPizza", data: { pizza, size: "L" } });
        const orderId = executionOf(await client.hearJson());
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

  it("through what workers answer: output, table and frame", async () => {
    const workers = new FoodWorkers(stack);
    await fc.assert(
      fc.asyncProperty(text, text, async (name, cause) => {
        client.say(sendOrder("o"));
        const orderId = executionOf(await client.hearJson());
        await client.hear();
        await workers.finish("findDeliveryPartnerActivityArn", orderId, JSON.stringify({ name }));
        expect(await client.hearJson()).to.deep.equal({ Payload: `Delivery partner ${name} assigned!` });
        await workers.refuse("prepareFoodActivityArn", orderId, "Refused", cause);
        expect(await client.hearJson()).to.deep.equal({
          Payload: `Sorry! Your order o cannot be completed: ${cause}.`,
        });
        expect((await workers.stored(orderId))["failureReason"]?.S).to.equal(cause);
      }),
      { ...RUNS, numRuns: isDeployed ? 3 : 10 },
    );
  });

  it("through chargeCustomer: frame, template, workflow, queue, function and table", async () => {
    const desk = new PaymentDesk(stack);
    await fc.assert(
      fc.asyncProperty(text, async (orderId) => {
        client.say(chargeCustomer(orderId));
        executionOf(await client.hearJson());
        expect(await client.hearJson()).to.deep.equal({ Payload: "Payment processed successfully." });
        expect((await desk.charges()).map((charge) => charge.orderId)).to.include(`1${orderId}`);
      }),
      { ...RUNS, numRuns: isDeployed ? 3 : 10 },
    );
  });

  it("through claimOrder: no text makes another order of it", async () => {
    await fc.assert(
      fc.asyncProperty(text, async (orderId) => {
        client.say(claimOrder(orderId));
        expect(await client.hearJson()).to.deep.equal({ message: "There is no such order." });
      }),
      RUNS,
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

  for (const { name, frame, heard } of [
    { name: "sendOrder", frame: sendOrder, heard: ["executionArn", "Payload"] },
    { name: "orderPizza", frame: orderPizza, heard: ["executionArn", ...Array(6).fill("type")] },
    { name: "chargeCustomer", frame: chargeCustomer, heard: ["executionArn", "Payload"] },
    { name: "claimOrder", frame: claimOrder, heard: ["message"] },
  ]) {
    it(`through a frame of ${name} with all of its 32 KB`, async () => {
      const room = 32 * 1024 - Buffer.byteLength(JSON.stringify(frame("")));
      client.say(frame("x".repeat(room)));
      for (const key of heard) expect(Object.keys(await client.hearJson())[0]).to.equal(key);
    });
  }

  it("through an order of nothing but what has to be escaped", async () => {
    const orderDetails = `${"'\\\"é🍕$#".repeat(1500)}`;
    client.say(sendOrder(orderDetails));
    await client.hear();
    expect((await client.hearJson())["Payload"]).to.contain(orderDetails);
  });

  for (const { name, frame, violation } of REFUSED) {
    it(`refuses ${name} with AWS's frame`, async () => {
      const before = stack.lines.length;
      client.say(frame);
      expect(await client.hear()).to.match(
        /^\{"message": "Invalid request body", "connectionId":"[A-Za-z0-9_-]{15}=", "requestId":"[A-Za-z0-9_-]{15}="\}$/,
      );
      // What is wrong is told in the log alone, on AWS as here: $context.error.validationErrorString.
      if (isDeployed) return;
      const lines = stack.lines.slice(before).filter((line) => line.includes("Invalid request body"));
      expect(lines).to.have.length(1);
      expect(lines[0]).to.contain(violation);
      expect(lines[0]).to.not.match(/4111|7391/);
    });
  }
});
