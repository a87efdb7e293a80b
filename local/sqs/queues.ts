import { createHash } from "node:crypto";
import type { Caller } from "../aws/caller.ts";
import type { Permission } from "../aws/service.ts";
import { UPPER_ALPHANUMERIC } from "../ids.ts";
import type { Json } from "../json.ts";
import type { Environment } from "../module.ts";
import { defaultsOf, numberOf, type QueueAttributes, withEncryption } from "./attributes.ts";
import { noSuchQueue } from "./errors.ts";
import { type Message, sequenceNumber } from "./message.ts";
import { Queue, type QueueSurroundings } from "./queue.ts";
import { checkDeadLetterTarget, parseRedrivePolicy } from "./redrive-policy.ts";

/** The service's state: every queue, by name. */
export class Queues {
  readonly environment: Environment;
  readonly #queues = new Map<string, Queue>();
  readonly #surroundings: QueueSurroundings;
  readonly #kept: ReturnType<Environment["storage"]["collection"]>;
  readonly #keptMessages: ReturnType<Environment["storage"]["collection"]>;

  constructor(environment: Environment) {
    this.environment = environment;
    this.#kept = environment.storage.collection("sqs-queues");
    this.#keptMessages = environment.storage.collection("sqs-messages");
    this.#surroundings = {
      clock: environment.clock,
      deadLetter: (message, targetArn, source) => this.#deadLetter(message, targetArn, source),
      changed: (queue, message, gone) => this.#keepMessage(queue, message, gone),
    };
    this.#restore();
  }

  all(): readonly Queue[] {
    return [...this.#queues.values()];
  }

  byName(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  byArn(arn: string): Queue | undefined {
    return this.#queues.get(arn.slice(arn.lastIndexOf(":") + 1));
  }

  /** @throws AwsError `QueueDoesNotExist`, without a URL as well. Only the path of the URL counts, as on AWS. */
  byUrl(url = ""): Queue {
    const queue = this.#queues.get(url.slice(url.lastIndexOf("/") + 1));
    if (queue === undefined) throw noSuchQueue();
    return queue;
  }

  create(name: string, attributes: QueueAttributes, tags: Readonly<Record<string, string>>): Queue {
    const own = withEncryption(defaultsOf(name.endsWith(".fifo")), attributes);
    const queue = this.#make(name, own, this.environment.clock.now());
    queue.tags = tags;
    this.keep(queue);
    return queue;
  }

  delete(queue: Queue): void {
    queue.purge();
    queue.close();
    this.#queues.delete(queue.name);
    this.#kept.delete(queue.name);
  }

  /** Writes a queue's attributes and tags. */
  keep(queue: Queue): void {
    this.#kept.put(queue.name, {
      name: queue.name,
      createdAt: queue.createdAt,
      modifiedAt: queue.modifiedAt,
      attributes: queue.attributes,
      tags: queue.tags,
    });
  }

  /** What IAM is asked for an action on the queue that a URL names: an unknown queue is found out when the operation runs. */
  permission(action: string, url: string | undefined): readonly Permission[] {
    const name = url?.slice(url.lastIndexOf("/") + 1) ?? "";
    const queue = this.#queues.get(name);
    const resource = this.arnOf(name);
    return [{ action: `sqs:${action}`, resource, resourcePolicy: queue?.attributes["Policy"] }];
  }

  /** `SenderId` of a message: a user's unique id, or a role's with the session (SQSDG message system attributes). */
  senderId(caller: Caller): string {
    if (caller.kind === "role") return `${uniqueId("AROA", caller.roleArn)}:${caller.sessionName}`;
    if (caller.kind === "service") return uniqueId("AIDA", caller.principal);
    return uniqueId("AIDA", this.environment.scope.account);
  }

  /**
   * Attributes with the redrive policy among them as SQS keeps it.
   *
   * @throws AwsError `InvalidParameterValue` when it names a queue that cannot be this one's dead-letter queue.
   */
  withRedrivePolicy(source: { readonly arn: string; readonly fifo: boolean }, given: QueueAttributes): QueueAttributes {
    const text = given["RedrivePolicy"];
    const policy = parseRedrivePolicy(text);
    if (text === undefined || policy === undefined) return given;
    const itself = policy.deadLetterTargetArn === source.arn;
    checkDeadLetterTarget(
      text,
      source,
      itself ? { ...source, attributes: {} } : this.byArn(policy.deadLetterTargetArn),
    );
    return { ...given, RedrivePolicy: JSON.stringify(policy) };
  }

  /** The ARN of a queue of that name, whether it exists or not. */
  arnOf(name: string): string {
    const { partition, region, account } = this.environment.scope;
    return `arn:${partition}:sqs:${region}:${account}:${name}`;
  }

  #make(name: string, attributes: QueueAttributes, createdAt: number): Queue {
    const arn = this.arnOf(name);
    const url = `${this.environment.endpointUrl}/${this.environment.scope.account}/${name}`;
    const queue = new Queue({ name, arn, url, createdAt }, attributes, this.#surroundings);
    this.#queues.set(name, queue);
    return queue;
  }

  #deadLetter(message: Message, targetArn: string, source: Queue): boolean {
    const target = this.byArn(targetArn);
    const { log } = this.environment;
    if (target === undefined) {
      log.warn(
        `sqs: message ${message.id} of ${source.name} was received ${message.receiveCount} times, but its dead-letter queue ${targetArn} does not exist: create it or change the redrive policy`,
      );
      return false;
    }
    log.warn(
      `sqs: message ${message.id} of ${source.name} was received ${message.receiveCount} times without being deleted and moved to ${target.name}`,
    );
    const order = target.nextOrder();
    const system = {
      ...message.system,
      ...(target.fifo ? { SequenceNumber: sequenceNumber(order) } : {}),
      DeadLetterQueueSourceArn: source.arn,
    };
    // A FIFO queue counts a dead letter's retention from here, a standard queue from when it was sent (SQSDG/sqs-dead-letter-queues).
    const sentAt = target.fifo ? this.environment.clock.now() : message.sentAt;
    target.add({ ...message, system, order, sentAt, handle: undefined }, 0);
    return true;
  }

  #keepMessage(queue: Queue, message: Message, gone: boolean): void {
    const key = `${queue.name}/${message.id}`;
    if (gone) this.#keptMessages.delete(key);
    else this.#keptMessages.put(key, { queue: queue.name, message } as unknown as Json);
  }

  /** After a restart every kept message is visible again, as after a visibility timeout. */
  #restore(): void {
    for (const [, value] of this.#kept.entries()) {
      const kept = value as unknown as Pick<Queue, "name" | "createdAt" | "modifiedAt" | "attributes" | "tags">;
      const queue = this.#make(kept.name, kept.attributes, kept.createdAt);
      queue.modifiedAt = kept.modifiedAt;
      queue.tags = kept.tags;
    }
    const messages = this.#keptMessages
      .entries()
      .map(([, value]) => value as unknown as { queue: string; message: Message })
      .sort((one, other) => one.message.order - other.message.order);
    for (const { queue, message } of messages) this.#queues.get(queue)?.add(message, 0);
  }
}

/** A stable id in IAM's form: 21 characters, of which the first four tell the kind. */
function uniqueId(prefix: string, of: string): string {
  const hash = createHash("sha256").update(of).digest();
  return prefix + Array.from(hash.subarray(0, 17), (byte) => UPPER_ALPHANUMERIC[byte % 32]).join("");
}

/** The delay of a message in seconds: its own, or the queue's. */
export function delayOf(queue: Queue, own: number | undefined): number {
  return own ?? numberOf(queue.attributes, "DelaySeconds");
}
