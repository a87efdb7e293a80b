import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { eventually, type Stack } from "./stack.ts";

/** What SNS sends to a subscribed queue, as far as the tests read it. */
export interface Envelope {
  readonly Type: string;
  readonly MessageId: string;
  readonly TopicArn: string;
  readonly Message: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;
}

/** An announcement: the very text of the queue's message, and what it says. */
export interface Announcement {
  readonly text: string;
  readonly envelope: Envelope;
  /** The announced message when it is a JSON object; empty when it is a plain text. */
  readonly says: Readonly<Record<string, unknown>>;
}

/** Reads a queue that is subscribed to the stack's topic. What nobody asked for yet is kept, as a queue keeps no order. */
export class Announcements {
  readonly #stack: Stack;
  readonly #queueUrl: string;
  #kept: Announcement[] = [];

  constructor(stack: Stack, queueUrl: string = stack.output("notificationTestQueueUrl")) {
    this.#stack = stack;
    this.#queueUrl = queueUrl;
  }

  /** The first announcement that fits. */
  find(fits: (announcement: Announcement) => boolean, what: string): Promise<Announcement> {
    return eventually(
      this.#stack,
      async () => {
        const found = this.#kept.find(fits);
        if (found === undefined) {
          await this.#receive();
          return undefined;
        }
        this.#kept = this.#kept.filter((each) => each !== found);
        return found;
      },
      what,
    );
  }

  /** What an order is said to have come to. */
  ofOrder(orderId: string, event: string): Promise<Announcement> {
    return this.find(({ says }) => says["orderId"] === orderId && says["event"] === event, `${event} of ${orderId}`);
  }

  /** Everything that has been announced by now. */
  async all(): Promise<readonly Announcement[]> {
    while ((await this.#receive()) > 0);
    return this.#kept;
  }

  async #receive(): Promise<number> {
    const queue = { QueueUrl: this.#queueUrl };
    const { Messages: messages = [] } = await this.#stack.sqs.send(
      new ReceiveMessageCommand({ ...queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    for (const { Body: text = "", ReceiptHandle: handle } of messages) {
      await this.#stack.sqs.send(new DeleteMessageCommand({ ...queue, ReceiptHandle: handle }));
      this.#kept.push(announcement(text));
    }
    return messages.length;
  }
}

function announcement(text: string): Announcement {
  const envelope: Envelope = JSON.parse(text);
  return { text, envelope, says: envelope.Message.startsWith("{") ? JSON.parse(envelope.Message) : {} };
}
