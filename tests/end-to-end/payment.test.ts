import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { eventually, openStack, type Stack } from "./stack.ts";
import { connect } from "./wscat.ts";

const PAYMENT = {
  orderId: "1234567",
  customerId: "98766",
  orderDate: "2024-01-14",
  amount: 100,
  nameOnCard: "FIRSTNAME LASTNAME",
  creditCardNumber: "4111 1111 1111 1111",
  expiry: "12/99",
  cvv: "123",
};

describe("end to end: payment with callback (reference 004)", function () {
  this.timeout(120_000);
  let stack: Stack;

  before(async () => {
    stack = await openStack();
  });
  after(() => stack?.stop());

  const charge = async (payment: object): Promise<Record<string, unknown>> => {
    await stack.states.send(
      new StartExecutionCommand({ stateMachineArn: stack.output("paymentArn"), input: JSON.stringify(payment) }),
    );
    return notification();
  };
  const notification = (): Promise<Record<string, unknown>> =>
    eventually(
      stack,
      async () => {
        const queue = { QueueUrl: stack.output("notificationTestQueueUrl") };
        const { Messages: messages } = await stack.sqs.send(new ReceiveMessageCommand(queue));
        const message = messages?.[0];
        if (message?.Body === undefined) return undefined;
        await stack.sqs.send(new DeleteMessageCommand({ ...queue, ReceiptHandle: message.ReceiptHandle }));
        expect(message.Body.startsWith('{\n  "Type" : "Notification",\n  "MessageId" : "')).to.equal(true);
        const envelope = JSON.parse(message.Body) as Record<string, unknown>;
        expect(envelope["TopicArn"]).to.equal(stack.output("notificationTopicArn"));
        // Orders of other systems are announced on the same topic.
        return /^Payment|Failed to process payment/.test(String(envelope["Message"]).replace(/^\{"Error":"/, ""))
          ? envelope
          : undefined;
      },
      "the notification",
    );

  it("charges a good card and says so", async () => {
    expect((await charge(PAYMENT))["Message"]).to.equal("Payment processed successfully.");
  });

  it("refuses a card that fails the Luhn check, with the reference's message", async () => {
    const { Message: message } = await charge({ ...PAYMENT, orderId: "7", creditCardNumber: "1234 1234 1234 1234" });
    expect(message).to.equal('{"Error":"Failed to process payment","Cause":"Invalid Credit Card"}');
  });

  it("tells a customer on the WebSocket the outcome", async () => {
    const client = await connect(stack.output("webSocketUrl"));
    client.say({
      action: "chargeCustomer",
      data: { orderId: "55", customerId: "98766", amount: 10, paymentToken: "tok_visa" },
    });
    expect(await client.hear()).to.match(/^\{"executionArn":"[^"]+","startDate":\d\.\d+E9\}$/);
    expect(await client.hear()).to.equal('{"Payload":"Payment processed successfully."}');
    await client.close();
  });
});
