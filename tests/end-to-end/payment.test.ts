import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { DescribeExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { type Announcement, Announcements } from "./announcements.ts";
import { logEvents } from "./log-events.ts";
import { PaymentDesk } from "./payment-desk.ts";
import { eventually, isDeployed, openStack, type Stack } from "./stack.ts";
import { type Conversation, connect } from "./wscat.ts";

const CARD = {
  nameOnCard: "FIRSTNAME LASTNAME",
  creditCardNumber: "4111 1111 1111 1111",
  expiry: "12/99",
  cvv: "7391",
};
const PAYMENT = { orderId: "1234567", customerId: "98766", orderDate: "2024-01-14", amount: 100, ...CARD };
const SUCCESS = "Payment processed successfully.";
const failure = (cause: string): string => JSON.stringify({ Error: "Failed to process payment", Cause: cause });

/** For what changes how the stack runs, or needs hours. */
const locally = isDeployed ? it.skip : it;

describe("end to end: payment with callback (reference 004)", function () {
  this.timeout(120_000);
  let stack: Stack;
  let desk: PaymentDesk;
  let announcements: Announcements;
  let client: Conversation;
  const executions: string[] = [];

  before(async () => {
    stack = await openStack();
    desk = new PaymentDesk(stack);
    announcements = new Announcements(stack);
    client = await connect(stack.output("webSocketUrl"));
  });
  after(async () => {
    await client?.close();
    await stack?.stop();
  });

  const start = async (payment: object): Promise<string> => {
    const arn = await desk.start(payment);
    executions.push(arn);
    return arn;
  };
  /** Orders of other systems are announced on the same topic. */
  const outcome = (): Promise<Announcement> =>
    announcements.find(({ says }) => says["event"] === undefined, "the outcome of the payment");
  const charge = async (payment: object): Promise<string> => {
    await start(payment);
    return (await outcome()).envelope.Message;
  };
  const ended = (executionArn: string) =>
    eventually(
      stack,
      async () => {
        const execution = await stack.states.send(new DescribeExecutionCommand({ executionArn }));
        return execution.status === "RUNNING" ? undefined : execution;
      },
      `the end of ${executionArn}`,
    );

  it("charges a good card and says so in the reference's envelope", async () => {
    const executionArn = await start(PAYMENT);
    const { text, envelope } = await outcome();
    expect(envelope.Message).to.equal(SUCCESS);
    expect(envelope.TopicArn).to.equal(stack.output("notificationTopicArn"));
    expect(text.startsWith('{\n  "Type" : "Notification",\n  "MessageId" : "')).to.equal(true);
    expect(Object.keys(envelope)).to.deep.equal([
      ...["Type", "MessageId", "TopicArn", "Message", "Timestamp"],
      ...["SignatureVersion", "Signature", "SigningCertURL", "UnsubscribeURL"],
    ]);
    expect((await ended(executionArn)).output).to.equal('{"status":"CHARGED"}');
  });

  for (const { name, wrong, cause } of [
    { name: "fails the Luhn check", wrong: { creditCardNumber: "1234 1234 1234 1234" }, cause: "Invalid Credit Card" },
    { name: "is none", wrong: { creditCardNumber: undefined }, cause: "Invalid Credit Card" },
    { name: "has expired", wrong: { expiry: "01/20" }, cause: "Expired Credit Card" },
    { name: "has a CVV that is none", wrong: { cvv: "7391x" }, cause: "Invalid CVV" },
    { name: "is to be charged nothing", wrong: { amount: 0 }, cause: "Invalid Amount" },
    { name: "is to be charged a text", wrong: { amount: "4111111111111111" }, cause: "Invalid Amount" },
  ]) {
    it(`refuses a card that ${name}, with the reference's message`, async () => {
      expect(await charge({ ...PAYMENT, ...wrong })).to.equal(failure(cause));
    });
  }

  for (const { outcome: configured, messages } of [
    { outcome: "approve", messages: [SUCCESS] },
    { outcome: "decline", messages: [failure("Payment declined")] },
    { outcome: "random", messages: [SUCCESS, failure("Invalid Credit Card")] },
  ]) {
    locally(`decides by the outcome that is configured: ${configured}`, () =>
      desk.withOutcome(configured, async () => {
        expect(await charge({ ...PAYMENT, creditCardNumber: "none" })).to.be.oneOf(messages);
      }),
    );
  }

  for (const { paymentToken, told } of [
    { paymentToken: "tok_visa", told: SUCCESS },
    { paymentToken: "tok_declined", told: "Failed to process payment: Card Declined" },
  ]) {
    it(`tells a customer on the WebSocket what became of ${paymentToken}`, async () => {
      client.say({ action: "chargeCustomer", data: { orderId: "55", customerId: "98766", amount: 10, paymentToken } });
      expect(await client.hear()).to.match(/^\{"executionArn":"[^"]+","startDate":\d\.\d+E9\}$/);
      expect(await client.hearJson()).to.deep.equal({ Payload: told });
      await outcome();
    });
  }

  locally("charges a message once that the queue delivers three times", async () => {
    await desk.withoutFunction(async () => {
      await start({ ...PAYMENT, orderId: "once" });
      const queue = { QueueUrl: stack.output("paymentQueueUrl") };
      const body = await eventually(
        stack,
        async () =>
          (await stack.sqs.send(new ReceiveMessageCommand({ ...queue, VisibilityTimeout: 0 }))).Messages?.[0]?.Body,
        "the payment",
      );
      for (let more = 0; more < 2; more++) {
        await stack.sqs.send(new SendMessageCommand({ ...queue, MessageBody: body }));
      }
    });
    expect((await outcome()).envelope.Message).to.equal(SUCCESS);
    await desk.empty();
    expect(await announcements.all()).to.deep.equal([]);
    const charges = (await desk.charges()).filter(({ orderId }) => orderId === "once");
    expect(charges.map(({ status }) => status)).to.deep.equal(["CHARGED"]);
  });

  locally("charges nothing, and tries no more, when the workflow was stopped", async () => {
    await desk.withoutFunction(async () => {
      const executionArn = await start({ ...PAYMENT, orderId: "stopped" });
      await stack.states.send(new StopExecutionCommand({ executionArn }));
    });
    await desk.empty();
    expect((await desk.charges()).filter(({ orderId }) => orderId === "stopped")).to.deep.equal([]);
    expect(await announcements.all()).to.deep.equal([]);
  });

  locally("gives up when nobody answers for half an hour, and charges nothing later", async () => {
    await desk.withoutFunction(async () => {
      const executionArn = await start({ ...PAYMENT, orderId: "late" });
      await stack.pass(1801);
      expect((await outcome()).envelope.Message).to.equal(failure("Nobody answered in time"));
      expect((await ended(executionArn)).status).to.equal("SUCCEEDED");
    });
    await desk.empty();
    expect((await desk.charges()).filter(({ orderId }) => orderId === "late")).to.deep.equal([]);
  });

  locally("processes the good messages of a batch, and sends the bad ones away after five tries", async () => {
    const bad = ["not JSON", JSON.stringify({ payment: PAYMENT }), JSON.stringify({ taskToken: "t", payment: "4111" })];
    await desk.withoutFunction(async () => {
      for (const MessageBody of bad) {
        await stack.sqs.send(new SendMessageCommand({ QueueUrl: stack.output("paymentQueueUrl"), MessageBody }));
      }
      await start({ ...PAYMENT, orderId: "good" });
    });
    expect((await outcome()).envelope.Message).to.equal(SUCCESS);
    await stack.pass(6 * 180);
    await desk.empty();
    const { Messages: dead = [] } = await stack.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: await desk.deadLetters(),
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      }),
    );
    expect(dead.map(({ Body: body }) => body)).to.have.members(bad);
    expect(JSON.stringify(dead.map(({ Attributes: a, MessageAttributes: b }) => [a, b]))).to.not.match(/4111/);
  });

  locally("has written no card anywhere", async () => {
    const written: string[] = [...stack.lines, ...(await logEvents(stack))];
    // What is looked at: the function's log, and the workflow's, every event of it.
    expect(written.some((line) => line.includes("Error: the message is not JSON"))).to.equal(true);
    expect(written.some((line) => line.includes("TaskStateExited") && line.includes("payments"))).to.equal(true);
    const orders = await stack.dynamodb.send(new ScanCommand({ TableName: stack.output("ordersTableName") }));
    written.push(JSON.stringify(orders.Items), JSON.stringify(await desk.charges()));
    for (const executionArn of executions) {
      const { output, error, cause } = await ended(executionArn);
      written.push(output ?? "", error ?? "", cause ?? "");
    }
    // The number, the CVV as a word of its own, the name and the expiry.
    const card = /4111[ -]?1111|1234 1234|(?<![\w.:-])7391(?![\w.:-])|FIRSTNAME|12\/99|cvv|creditCard/;
    expect(written.filter((text) => card.test(text))).to.deep.equal([]);
  });
});
