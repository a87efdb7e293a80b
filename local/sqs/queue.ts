import type { Clock, Timer } from "../clock/clock.ts";
import { numberOf, type QueueAttributes } from "./attributes.ts";
import { invalidParameter, sqsError } from "./errors.ts";
import { type Message, makeHandle, readHandle } from "./message.ts";
import { parseRedrivePolicy } from "./redrive-policy.ts";

/** How many messages of a standard queue may be in flight at once (SQSDG quotas). */
const MAX_IN_FLIGHT = 120_000;
/** How long a FIFO queue remembers a deduplication id, in milliseconds (SQSDG/FIFO exactly-once processing). */
const DEDUPLICATION_WINDOW = 5 * 60_000;
/** The longest a message may stay invisible after it was received, in seconds. */
const LONGEST_VISIBILITY = 43_200;

/** What a queue needs of the world: time, and where its dead letters go. */
export interface QueueSurroundings {
  readonly clock: Clock;
  /** Moves a message to the queue with that ARN; false when there is none. */
  deadLetter(message: Message, targetArn: string, source: Queue): boolean;
  /** Tells that a message came, changed or went, so that it can be kept. */
  changed(queue: Queue, message: Message, gone: boolean): void;
}

interface InFlight {
  readonly message: Message;
  readonly receivedAt: number;
  timer: Timer;
}

/** One queue: who waits in it, who is being worked on, and who waits for messages. */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly fifo: boolean;
  readonly createdAt: number;
  modifiedAt: number;
  attributes: QueueAttributes;
  tags: Readonly<Record<string, string>> = {};
  purgedAt = Number.NEGATIVE_INFINITY;

  readonly #surroundings: QueueSurroundings;
  #ready = new Map<number, Message>();
  readonly #byId = new Map<string, Message>();
  readonly #delayed = new Map<Message, Timer>();
  readonly #inFlight = new Map<string, InFlight>();
  readonly #busyGroups = new Map<string, number>();
  readonly #seen = new Map<string, { at: number; id: string; order: number }>();
  readonly #waiters = new Set<() => void>();
  #order = 0;

  constructor(
    identity: { name: string; arn: string; url: string; createdAt: number },
    attributes: QueueAttributes,
    surroundings: QueueSurroundings,
  ) {
    this.name = identity.name;
    this.arn = identity.arn;
    this.url = identity.url;
    this.createdAt = identity.createdAt;
    this.modifiedAt = identity.createdAt;
    this.fifo = identity.name.endsWith(".fifo");
    this.attributes = attributes;
    this.#surroundings = surroundings;
  }

  get counts(): { visible: number; notVisible: number; delayed: number } {
    this.#expire();
    return { visible: this.#ready.size, notVisible: this.#inFlight.size, delayed: this.#delayed.size };
  }

  /** The place of the next message. */
  nextOrder(): number {
    return ++this.#order;
  }

  /** The earlier message with this deduplication id, if it was sent within the last five minutes. */
  duplicateOf(deduplicationId: string, groupId: string): { id: string; order: number } | undefined {
    const now = this.#surroundings.clock.now();
    for (const [id, entry] of this.#seen) {
      if (now - entry.at < DEDUPLICATION_WINDOW) break;
      this.#seen.delete(id);
    }
    return this.#seen.get(this.#deduplicationKey(deduplicationId, groupId));
  }

  /** Takes a message in, now or after `delay` seconds. */
  add(message: Message, delay: number): void {
    this.#order = Math.max(this.#order, message.order);
    this.#byId.set(message.id, message);
    const { MessageDeduplicationId: deduplicationId, MessageGroupId: groupId = "" } = message.system;
    if (deduplicationId !== undefined) {
      this.#seen.set(this.#deduplicationKey(deduplicationId, groupId), {
        at: message.sentAt,
        id: message.id,
        order: message.order,
      });
    }
    this.#surroundings.changed(this, message, false);
    if (delay <= 0) {
      this.#makeReady(message);
      return;
    }
    const arrive = (): void => {
      this.#delayed.delete(message);
      this.#makeReady(message);
    };
    this.#delayed.set(message, this.#surroundings.clock.after(delay * 1000, arrive, "work"));
  }

  /** Takes up to `most` messages for `visibility` seconds; a dead-lettered one is moved instead of returned. */
  receive(most: number, visibility: number): Message[] {
    const now = this.#surroundings.clock.now();
    const retention = numberOf(this.attributes, "MessageRetentionPeriod") * 1000;
    const redrive = parseRedrivePolicy(this.attributes["RedrivePolicy"]);
    const locked = new Set(this.#busyGroups.keys());
    const received: Message[] = [];
    for (const message of this.#ready.values()) {
      if (received.length === most) break;
      if (now - message.sentAt >= retention) {
        this.#forget(message);
        continue;
      }
      const group = message.system["MessageGroupId"];
      if (this.fifo && group !== undefined && locked.has(group)) continue;
      if (redrive !== undefined && message.receiveCount >= redrive.maxReceiveCount) {
        if (this.#surroundings.deadLetter(message, redrive.deadLetterTargetArn, this)) {
          this.#forget(message);
          continue;
        }
      }
      if (this.#inFlight.size >= MAX_IN_FLIGHT) throw sqsError("OverLimit", "Too many messages in flight.");
      received.push(this.#take(message, now, visibility));
    }
    return received;
  }

  /** Lets go of messages that nobody has received in time, which are not counted any more. */
  #expire(): void {
    const kept = numberOf(this.attributes, "MessageRetentionPeriod") * 1000;
    const horizon = this.#surroundings.clock.now() - kept;
    for (const message of this.#ready.values()) {
      if (message.sentAt <= horizon) this.#forget(message);
    }
  }

  /** Resolves when something may have become visible, or when `stop` is called. */
  waitForMessage(): { arrived: Promise<void>; stop: () => void } {
    let stop = (): void => undefined;
    const arrived = new Promise<void>((resolve) => {
      stop = () => {
        this.#waiters.delete(stop);
        resolve();
      };
      this.#waiters.add(stop);
    });
    return { arrived, stop };
  }

  /**
   * Deletes what a receipt handle stands for. On a standard queue an old handle deletes nothing and says nothing;
   * a FIFO queue refuses a handle whose visibility has run out.
   */
  delete(handle: string): void {
    const message = this.#messageOf(handle);
    if (message?.handle !== handle) {
      if (this.fifo && message !== undefined) throw expired(handle);
      return;
    }
    if (this.fifo && !this.#inFlight.has(message.id)) throw expired(handle);
    this.#forget(message);
  }

  /**
   * Makes a received message visible `seconds` from now. On a standard queue its latest handle hides it even when it
   * has become visible again.
   */
  changeVisibility(handle: string, seconds: number): void {
    const message = this.#messageOf(handle);
    const flight = message === undefined ? undefined : this.#inFlight.get(message.id);
    if (message?.handle !== handle || (flight === undefined && this.fifo)) {
      throw invalidParameter(
        handle,
        "ReceiptHandle",
        "Message does not exist or is not available for visibility timeout change.",
      );
    }
    const now = this.#surroundings.clock.now();
    const elapsed = flight === undefined ? 0 : (now - flight.receivedAt) / 1000;
    if (elapsed + seconds > LONGEST_VISIBILITY) {
      throw invalidParameter(
        String(seconds),
        "VisibilityTimeout",
        "Total VisibilityTimeout for the message is beyond the limit [43200 seconds].",
      );
    }
    flight?.timer.cancel();
    if (seconds > 0) this.#hide(message, flight?.receivedAt ?? now, seconds);
    else if (flight !== undefined) this.#comeBack(message);
  }

  /** Removes everything. */
  purge(): void {
    for (const message of [...this.#byId.values()]) this.#forget(message);
  }

  /** Wakes everybody who waits: the queue is going away. */
  close(): void {
    for (const { timer } of this.#inFlight.values()) timer.cancel();
    for (const timer of this.#delayed.values()) timer.cancel();
    for (const wake of [...this.#waiters]) wake();
  }

  /** An id counts for the whole queue, or with `DeduplicationScope: messageGroup` for its group alone. */
  #deduplicationKey(deduplicationId: string, groupId: string): string {
    return this.attributes["DeduplicationScope"] === "messageGroup"
      ? `${groupId}\n${deduplicationId}`
      : deduplicationId;
  }

  #messageOf(handle: string): Message | undefined {
    const read = readHandle(handle);
    if (read === undefined) {
      throw sqsError("ReceiptHandleIsInvalid", `The input receipt handle "${handle}" is not a valid receipt handle.`);
    }
    if (read.queue !== this.name) {
      throw sqsError("ReceiptHandleIsInvalid", `The receipt handle "${handle}" is not valid for this queue.`);
    }
    return this.#byId.get(read.message);
  }

  #take(message: Message, now: number, visibility: number): Message {
    message.receiveCount++;
    message.firstReceivedAt ??= now;
    message.handle = makeHandle(this.name, message.id, message.receiveCount);
    this.#surroundings.changed(this, message, false);
    if (visibility > 0) this.#hide(message, now, visibility);
    return message;
  }

  /** Keeps a message out of sight for `seconds`, and its group with it. */
  #hide(message: Message, receivedAt: number, seconds: number): void {
    const group = message.system["MessageGroupId"];
    if (group !== undefined && !this.#inFlight.has(message.id)) {
      this.#busyGroups.set(group, (this.#busyGroups.get(group) ?? 0) + 1);
    }
    this.#ready.delete(message.order);
    const timer = this.#surroundings.clock.after(seconds * 1000, () => this.#comeBack(message), "deadline");
    this.#inFlight.set(message.id, { message, receivedAt, timer });
  }

  /** A FIFO queue hands a message out again in its old place; a standard queue promises no order. */
  #comeBack(message: Message): void {
    this.#land(message);
    this.#makeReady(message);
    if (this.fifo) this.#ready = new Map([...this.#ready].sort(([one], [other]) => one - other));
  }

  /** Ends a message's flight: its group may go on. */
  #land(message: Message): void {
    const flight = this.#inFlight.get(message.id);
    if (flight === undefined) return;
    flight.timer.cancel();
    this.#inFlight.delete(message.id);
    const group = message.system["MessageGroupId"];
    if (group === undefined) return;
    const busy = (this.#busyGroups.get(group) ?? 1) - 1;
    if (busy === 0) this.#busyGroups.delete(group);
    else this.#busyGroups.set(group, busy);
    this.#wake();
  }

  #makeReady(message: Message): void {
    this.#ready.set(message.order, message);
    this.#wake();
  }

  #wake(): void {
    for (const wake of [...this.#waiters]) wake();
  }

  #forget(message: Message): void {
    this.#land(message);
    this.#ready.delete(message.order);
    this.#delayed.get(message)?.cancel();
    this.#delayed.delete(message);
    this.#byId.delete(message.id);
    this.#surroundings.changed(this, message, true);
  }
}

function expired(handle: string): Error {
  return invalidParameter(handle, "ReceiptHandle", "The receipt handle has expired.");
}
