import { type AttributeValue, GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
  GetActivityTaskCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { eventually, type OutputName, openStack, type Stack } from "./stack.ts";
import { type Conversation, connect } from "./wscat.ts";

const DETAILS = "daal makhanix1,garlic naan x1,raitax2";
const ORDER = {
  action: "sendOrder",
  orderDetails: DETAILS,
  customerId: "2211",
  restaurantDetails: "NewDeliRestaurant",
};

describe("end to end: food delivery (reference 000)", function () {
  this.timeout(120_000);
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

  const task = async (activity: OutputName): Promise<{ token: string; input: Record<string, unknown> }> =>
    eventually(
      stack,
      async () => {
        const { taskToken: token, input } = await stack.states.send(
          new GetActivityTaskCommand({ activityArn: stack.output(activity), workerName: "tests" }),
        );
        return token === undefined ? undefined : { token, input: JSON.parse(input ?? "{}") };
      },
      `a task of ${activity}`,
    );
  const complete = async (activity: OutputName, output: string): Promise<void> => {
    const { token } = await task(activity);
    await stack.states.send(new SendTaskSuccessCommand({ taskToken: token, output }));
  };
  const order = async (details: string = DETAILS): Promise<string> => {
    client.say({ ...ORDER, orderDetails: details });
    const { executionArn } = await client.hearJson();
    return String(executionArn).split(":").at(-1) ?? "";
  };
  const stored = async (orderId: string): Promise<Record<string, AttributeValue>> => {
    const { Item: item } = await stack.dynamodb.send(
      new GetItemCommand({
        TableName: stack.output("ordersTableName"),
        Key: { orderId: { S: orderId } },
        ConsistentRead: true,
      }),
    );
    return item ?? {};
  };

  it("holds the conversation of the reference", async () => {
    client.say(ORDER);
    const accepted = await client.hear();
    expect(accepted).to.match(/^\{"executionArn":"[^"]+","startDate":\d\.\d+E9\}$/);
    const orderId = String(JSON.parse(accepted)["executionArn"]).split(":").at(-1) ?? "";
    expect(await client.hear()).to.equal(
      `{"Payload":"Order initiated! Preparing ${DETAILS} and looking for a delivery partner!"}`,
    );
    const placed = await stored(orderId);
    expect(placed["status"]?.S).to.equal("PLACED");
    expect(placed["customerId"]?.S).to.equal("2211");
    const age = Number(placed["ttl"]?.N) - Math.floor(Date.parse(placed["createdAt"]?.S ?? "") / 1000);
    expect(age).to.be.within(90 * 86_400 - 2, 90 * 86_400 + 2);

    await complete("prepareFoodActivityArn", "{}");
    expect(await client.hear()).to.equal(`{"Payload":"Order ${DETAILS} prepared! It will reach you soon."}`);
    await complete("findDeliveryPartnerActivityArn", '{"name":"Jon"}');
    expect(await client.hear()).to.equal('{"Payload":"Delivery partner Jon assigned!"}');
    expect(await client.hear()).to.equal(`{"Payload":"Tasty food is on its way! Jon is bringing ${DETAILS}!"}`);
    await complete("deliveryStatusActivityArn", "{}");
    expect(await client.hear()).to.equal(`{"Payload":"${DETAILS} delivered by Jon!"}`);
    await eventually(
      stack,
      async () => ((await stored(orderId))["status"]?.S === "DELIVERED" ? true : undefined),
      "DELIVERED",
    );
  });

  for (const { name, frame } of [
    { name: "a field that is missing", frame: { ...ORDER, customerId: undefined } },
    { name: "a number where text belongs", frame: { ...ORDER, orderDetails: 5 } },
    { name: "null", frame: { ...ORDER, restaurantDetails: null } },
    { name: "empty details", frame: { ...ORDER, orderDetails: "" } },
  ]) {
    it(`refuses ${name} with AWS's frame`, async () => {
      client.say(frame);
      expect(await client.hear()).to.match(
        /^\{"message": "Invalid request body", "connectionId":"[A-Za-z0-9_-]{15}=", "requestId":"[A-Za-z0-9_-]{15}="\}$/,
      );
    });
  }

  it("tells the customer why a step was refused, and ends the order", async () => {
    const orderId = await order();
    await client.hear();
    const { token } = await task("prepareFoodActivityArn");
    await stack.states.send(new SendTaskHeartbeatCommand({ taskToken: token }));
    await stack.states.send(
      new SendTaskFailureCommand({ taskToken: token, error: "KitchenClosed", cause: "the kitchen is closed" }),
    );
    expect(await client.hear()).to.match(/^\{"Payload":".*the kitchen is closed.*"\}$/);
    await eventually(
      stack,
      async () => ((await stored(orderId))["status"]?.S === "FAILED" ? true : undefined),
      "FAILED",
    );
  });

  it("makes two orders of the same frame sent twice", async () => {
    const one = await order();
    await client.hear();
    const two = await order();
    await client.hear();
    expect(one).to.not.equal(two);
    expect((await stored(one))["orderDetails"]?.S).to.equal(DETAILS);
    expect((await stored(two))["orderDetails"]?.S).to.equal(DETAILS);
  });

  it("finishes the order of a client that has left", async () => {
    const orderId = await order("left alone");
    await client.hear();
    await client.close();
    for (const activity of [
      "prepareFoodActivityArn",
      "findDeliveryPartnerActivityArn",
      "deliveryStatusActivityArn",
    ] as const) {
      for (;;) {
        const { token, input } = await task(activity);
        await stack.states
          .send(new SendTaskSuccessCommand({ taskToken: token, output: '{"name":"Jon"}' }))
          .catch(() => undefined);
        if (input["orderId"] === orderId) break;
      }
    }
    await eventually(
      stack,
      async () => ((await stored(orderId))["status"]?.S === "DELIVERED" ? true : undefined),
      "DELIVERED",
    );
    client = await connect(stack.output("webSocketUrl"));
  });
});
