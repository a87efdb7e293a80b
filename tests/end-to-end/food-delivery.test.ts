import { SendTaskHeartbeatCommand, SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteQueueCommand, GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { Announcements } from "./announcements.ts";
import { FoodWorkers } from "./food-workers.ts";
import { isDeployed, openStack, type Stack } from "./stack.ts";
import { type Conversation, connect } from "./wscat.ts";

const DETAILS = "daal makhanix1,garlic naan x1,raitax2";
const ORDER = {
  action: "sendOrder",
  orderDetails: DETAILS,
  customerId: "2211",
  restaurantDetails: "NewDeliRestaurant",
};
const INITIATED = `{"Payload":"Order initiated! Preparing ${DETAILS} and looking for a delivery partner!"}`;
const PREPARED = `{"Payload":"Order ${DETAILS} prepared! It will reach you soon."}`;
const ASSIGNED = '{"Payload":"Delivery partner Jon assigned!"}';
const ON_ITS_WAY = `{"Payload":"Tasty food is on its way! Jon is bringing ${DETAILS}!"}`;
const DELIVERED = `{"Payload":"${DETAILS} delivered by Jon!"}`;
const sorry = (reason: string): string => `{"Payload":"Sorry! Your order ${DETAILS} cannot be completed: ${reason}."}`;

/** For what takes hours on AWS. */
const locally = isDeployed ? it.skip : it;

describe("end to end: food delivery (reference 000)", function () {
  this.timeout(120_000);
  let stack: Stack;
  let client: Conversation;
  let workers: FoodWorkers;
  let announcements: Announcements;

  before(async () => {
    stack = await openStack();
    workers = new FoodWorkers(stack);
    announcements = new Announcements(stack);
  });
  after(() => stack?.stop());
  beforeEach(async () => {
    client = await connect(stack.output("webSocketUrl"));
  });
  afterEach(() => client.close());

  /** Sends the order and hears that it was taken. */
  const order = async (): Promise<string> => {
    client.say(ORDER);
    const accepted = await client.hear();
    expect(accepted).to.match(/^\{"executionArn":"[^"]+","startDate":\d\.\d+E9\}$/);
    expect(await client.hear()).to.equal(INITIATED);
    return String(JSON.parse(accepted)["executionArn"]).split(":").at(-1) ?? "";
  };

  it("holds the conversation of the reference", async () => {
    const orderId = await order();
    await workers.finish("prepareFoodActivityArn", orderId, "{}");
    expect(await client.hear()).to.equal(PREPARED);
    await workers.finish("findDeliveryPartnerActivityArn", orderId, '{"name":"Jon"}');
    expect(await client.hear()).to.equal(ASSIGNED);
    expect(await client.hear()).to.equal(ON_ITS_WAY);
    await workers.finish("deliveryStatusActivityArn", orderId, "{}");
    expect(await client.hear()).to.equal(DELIVERED);
    await workers.ended(orderId, "DELIVERED");
  });

  it("stores the order, with a TTL of 90 days in seconds, and its status on the way", async () => {
    const orderId = await order();
    const placed = await workers.stored(orderId);
    expect(placed["orderDetails"]?.S).to.equal(DETAILS);
    expect(placed["customerId"]?.S).to.equal("2211");
    expect(placed["restaurantDetails"]?.S).to.equal("NewDeliRestaurant");
    expect(placed["connectionId"]?.S).to.match(/^[A-Za-z0-9_-]{15}=$/);
    expect(placed["executionArn"]?.S).to.match(new RegExp(`:execution:.*:${orderId}$`));
    expect(placed["status"]?.S).to.equal("PLACED");
    expect(placed["updatedAt"]?.S).to.match(/^\d{4}-\d\d-\d\dT/);
    const age = Number(placed["ttl"]?.N) - Math.floor(Date.parse(placed["createdAt"]?.S ?? "") / 1000);
    expect(age).to.be.within(90 * 86_400 - 2, 90 * 86_400 + 2);
    await workers.finish("prepareFoodActivityArn", orderId, "{}");
    expect(await client.hear()).to.equal(PREPARED);
    expect((await workers.stored(orderId))["status"]?.S).to.equal("PREPARED");
    await workers.finish("findDeliveryPartnerActivityArn", orderId, '{"name":"Jon"}');
    expect(await client.hear()).to.equal(ASSIGNED);
    expect(await client.hear()).to.equal(ON_ITS_WAY);
    const { status, deliveryPartner } = await workers.stored(orderId);
    expect([status?.S, deliveryPartner?.S]).to.deep.equal(["OUT_FOR_DELIVERY", "Jon"]);
  });

  it("announces the order and its end to subscribers, who can filter by attributes", async () => {
    const { QueueUrl: url } = await stack.sqs.send(
      new CreateQueueCommand({ QueueName: `filtered-${Date.now()}`, Attributes: { Policy: OPEN_TO_SNS } }),
    );
    const { SubscriptionArn: subscription } = await stack.sns.send(
      new SubscribeCommand({
        TopicArn: stack.output("notificationTopicArn"),
        Protocol: "sqs",
        Endpoint: await queueArn(url),
        Attributes: { FilterPolicy: JSON.stringify({ event: ["OrderDelivered"] }) },
        ReturnSubscriptionArn: true,
      }),
    );
    const orderId = await order();
    const placed = await announcements.ofOrder(orderId, "OrderPlaced");
    const about = { orderId, customerId: "2211", restaurantDetails: "NewDeliRestaurant", orderDetails: DETAILS };
    expect(placed.says).to.deep.equal({ event: "OrderPlaced", ...about, status: "PLACED" });
    expect(placed.envelope.MessageAttributes).to.deep.equal({
      event: { Type: "String", Value: "OrderPlaced" },
      orderId: { Type: "String", Value: orderId },
    });
    await workers.finish("findDeliveryPartnerActivityArn", orderId, '{"name":"Jon"}');
    await workers.finish("prepareFoodActivityArn", orderId, "{}");
    await workers.finish("deliveryStatusActivityArn", orderId, "{}");
    const filtered = new Announcements(stack, url);
    const delivered = await filtered.ofOrder(orderId, "OrderDelivered");
    expect(delivered.says).to.deep.equal({
      event: "OrderDelivered",
      ...about,
      status: "DELIVERED",
      deliveryPartner: "Jon",
    });
    expect(await filtered.all()).to.deep.equal([]);
    await stack.sns.send(new UnsubscribeCommand({ SubscriptionArn: subscription }));
    await stack.sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
  });

  it("makes two orders of the same frame sent twice", async () => {
    const one = await order();
    const two = await order();
    expect(one).to.not.equal(two);
    expect((await workers.stored(one))["orderDetails"]?.S).to.equal(DETAILS);
    expect((await workers.stored(two))["orderDetails"]?.S).to.equal(DETAILS);
  });

  /** How an order ends that is not delivered: told, stored, announced, its workflow over. */
  const expectEnd = async (orderId: string, status: "FAILED" | "TIMED_OUT", reason: string): Promise<void> => {
    expect(await client.hear()).to.equal(sorry(reason));
    await workers.ended(orderId, status);
    expect((await workers.stored(orderId))["failureReason"]?.S).to.equal(reason);
    const { says } = await announcements.ofOrder(orderId, "OrderFailed");
    expect([says["status"], says["reason"]]).to.deep.equal([status, reason]);
  };

  it("tells why the kitchen refused, and takes the task back from dispatch", async () => {
    const orderId = await order();
    const dispatch = await workers.take("findDeliveryPartnerActivityArn", orderId);
    await workers.refuse("prepareFoodActivityArn", orderId, "KitchenClosed", "the kitchen is closed");
    await expectEnd(orderId, "FAILED", "the kitchen is closed");
    const late = stack.states.send(new SendTaskSuccessCommand({ taskToken: dispatch, output: '{"name":"Jon"}' }));
    expect((await late.catch((error: unknown) => error)) as Error)
      .to.have.property("name")
      .that.matches(/^Task/);
  });

  it("tells why the delivery failed", async () => {
    const orderId = await order();
    await workers.finish("prepareFoodActivityArn", orderId, "{}");
    await workers.finish("findDeliveryPartnerActivityArn", orderId, '{"name":"Jon"}');
    for (let frames = 0; frames < 3; frames++) await client.hear();
    await workers.refuse("deliveryStatusActivityArn", orderId, "NobodyHome", "nobody opened the door");
    await expectEnd(orderId, "FAILED", "nobody opened the door");
  });

  for (const answer of ["{}", '{"name":""}', '{"name":7}', "null", '"Jon"', "[]"]) {
    it(`ends the order when dispatch answers ${answer}`, async () => {
      const orderId = await order();
      await workers.finish("findDeliveryPartnerActivityArn", orderId, answer);
      await expectEnd(orderId, "FAILED", "the delivery partner has no name");
    });
  }

  /** Lets minutes pass, with a ping now and then: API Gateway closes a connection on which nothing is said for ten. */
  const wait = async (minutes: number): Promise<void> => {
    for (let left = minutes; left > 0; left -= 9) {
      await stack.pass(Math.min(9, left) * 60);
      client.say({ action: "ping" });
      expect(await client.hearJson()).to.deep.equal({ type: "pong" });
    }
  };

  locally("gives up when nobody takes a task for an hour", async () => {
    const orderId = await order();
    await wait(59);
    client.say({ action: "ping" });
    expect(await client.hearJson()).to.deep.equal({ type: "pong" });
    await stack.pass(61);
    await expectEnd(orderId, "TIMED_OUT", "it took too long");
  });

  locally("gives up when a worker works for an hour, however alive", async () => {
    const orderId = await order();
    await workers.finish("prepareFoodActivityArn", orderId, "{}");
    expect(await client.hear()).to.equal(PREPARED);
    const taskToken = await workers.take("findDeliveryPartnerActivityArn", orderId);
    for (let minutes = 0; minutes < 54; minutes += 18) {
      await wait(18);
      await stack.states.send(new SendTaskHeartbeatCommand({ taskToken }));
    }
    await stack.pass(361);
    await expectEnd(orderId, "TIMED_OUT", "it took too long");
  });

  locally("gives up when a worker shows no sign of life for 20 minutes", async () => {
    const orderId = await order();
    await workers.finish("prepareFoodActivityArn", orderId, "{}");
    await workers.finish("findDeliveryPartnerActivityArn", orderId, '{"name":"Jon"}');
    for (let frames = 0; frames < 3; frames++) await client.hear();
    const taskToken = await workers.take("deliveryStatusActivityArn", orderId);
    await wait(18);
    await stack.states.send(new SendTaskHeartbeatCommand({ taskToken }));
    await wait(18);
    await stack.pass(121);
    await expectEnd(orderId, "TIMED_OUT", "it took too long");
  });

  it("finishes the order of a client that has left", async () => {
    const orderId = await order();
    await client.close();
    await workers.finish("prepareFoodActivityArn", orderId, "{}");
    await workers.finish("findDeliveryPartnerActivityArn", orderId, '{"name":"Jon"}');
    await workers.finish("deliveryStatusActivityArn", orderId, "{}");
    await workers.ended(orderId, "DELIVERED");
    await announcements.ofOrder(orderId, "OrderDelivered");
    client = await connect(stack.output("webSocketUrl"));
  });

  it("goes on telling a client that lost its connection and claims its order", async () => {
    const orderId = await order();
    client.crash();
    await client.closed;
    client = await connect(stack.output("webSocketUrl"));
    client.say({ action: "claimOrder", orderId });
    expect(await client.hearJson()).to.deep.equal({ message: "The order is yours: its news come to this connection." });
    await workers.finish("prepareFoodActivityArn", orderId, "{}");
    expect(await client.hear()).to.equal(PREPARED);
    await workers.finish("findDeliveryPartnerActivityArn", orderId, '{"name":"Jon"}');
    expect(await client.hear()).to.equal(ASSIGNED);
    expect(await client.hear()).to.equal(ON_ITS_WAY);
    await workers.finish("deliveryStatusActivityArn", orderId, "{}");
    expect(await client.hear()).to.equal(DELIVERED);
  });

  it("lets nobody claim an order that does not exist", async () => {
    client.say({ action: "claimOrder", orderId: "no-such-order" });
    expect(await client.hearJson()).to.deep.equal({ message: "There is no such order." });
    expect(await workers.stored("no-such-order")).to.deep.equal({});
  });

  const queueArn = async (url: string | undefined): Promise<string> => {
    const { Attributes: attributes } = await stack.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }),
    );
    return attributes?.["QueueArn"] ?? "";
  };
});

/** A queue's policy: any topic may send. */
const OPEN_TO_SNS = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: "*" },
  ],
});
