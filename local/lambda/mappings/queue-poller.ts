import type { Message, MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { JsonObject, Wire } from "../../json.ts";
import { queueUrl } from "../events/destinations.ts";
import { failedItems, namesFailures } from "./batch-response.ts";
import { compileFilters, type RecordFilter } from "./filters.ts";
import type { Mapping } from "./mapping.ts";
import { invokeWith, type Poller, type PollerContext, pollerRole } from "./poller.ts";

type Received = Wire<Message>;

/** The batches that Lambda handles at once when it begins to poll (LDG/with-sqs). */
const CONCURRENCY = 5;
/** The most messages SQS gives at once. */
const MAX_RECEIVE = 10;
/** A batch's bytes must fit into one invocation. */
const MAX_BATCH_BYTES = 6_000_000;
/** Seconds. */
const LONG_POLL = 20;
/** The waits after a receive that failed, in milliseconds: the first, and the longest. */
const BACK_OFF = [5_000, 60_000] as const;

/** Takes messages from a queue and hands them to the mapping's function in batches. */
export class QueuePoller implements Poller {
  readonly #context: PollerContext;
  readonly #abort = new AbortController();
  #mapping: Mapping;
  #wants: RecordFilter;
  #handling = 0;
  #freed: (() => void) | undefined;
  #warned = false;

  constructor(mapping: Mapping, context: PollerContext) {
    this.#mapping = mapping;
    this.#wants = compileFilters(mapping.filters ?? []);
    this.#context = context;
  }

  start(): void {
    void this.#poll();
  }

  change(mapping: Mapping): void {
    this.#mapping = mapping;
    this.#wants = compileFilters(mapping.filters ?? []);
  }

  stop(): void {
    this.#abort.abort();
    this.#freed?.();
  }

  async #poll(): Promise<void> {
    const { signal } = this.#abort;
    let failures = 0;
    while (!signal.aborted) {
      if (this.#handling >= (this.#mapping.maximumConcurrency ?? CONCURRENCY)) {
        await new Promise<void>((resolve) => {
          this.#freed = resolve;
        });
        continue;
      }
      try {
        const messages = await this.#gather();
        failures = 0;
        if (messages.length > 0) this.#start(messages);
      } catch (error) {
        await this.#backOff(error, failures++);
      }
    }
  }

  #start(messages: readonly Received[]): void {
    this.#handling++;
    const hold = this.#context.environment.clock.hold();
    void this.#handle(messages)
      .catch((error: unknown) => this.#say(`a batch of ${messages.length} messages failed: ${textOf(error)}`))
      .finally(() => {
        hold.release();
        this.#handling--;
        this.#freed?.();
      });
  }

  async #backOff(error: unknown, failures: number): Promise<void> {
    if (failures === 0) this.#say(`polling failed and will be tried again: ${textOf(error)}`);
    const wait = Math.min(BACK_OFF[0] * 2 ** failures, BACK_OFF[1]);
    const { signal } = this.#abort;
    await this.#context.environment.clock.sleep(wait, { kind: "deadline", signal }).catch(() => undefined);
  }

  /** A batch: what one receive brings, or what comes within the batching window. */
  async #gather(): Promise<Received[]> {
    const { batchSize, batchingWindow } = this.#mapping;
    const messages = await this.#receive(Math.min(batchSize, MAX_RECEIVE), this.#abort.signal);
    if (messages.length === 0 || batchingWindow === 0) return messages;
    const window = new AbortController();
    const timer = this.#context.environment.clock.after(batchingWindow * 1000, () => window.abort());
    const ended = AbortSignal.any([window.signal, this.#abort.signal]);
    let bytes = sizeOf(messages);
    while (messages.length < batchSize && bytes < MAX_BATCH_BYTES && !ended.aborted) {
      const more = await this.#receive(Math.min(batchSize - messages.length, MAX_RECEIVE), ended);
      messages.push(...more);
      bytes += sizeOf(more);
    }
    timer.cancel();
    return messages;
  }

  async #receive(most: number, signal: AbortSignal): Promise<Received[]> {
    const { environment } = this.#context;
    const input = {
      QueueUrl: queueUrl(environment, this.#mapping.source),
      MaxNumberOfMessages: most,
      WaitTimeSeconds: LONG_POLL,
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    };
    const caller = pollerRole(this.#context, this.#mapping);
    const { Messages: messages } = await environment.aws.call("sqs", "ReceiveMessage", input, { caller, signal });
    return this.#filtered((messages ?? []) as unknown as Received[]);
  }

  /** The messages for the function; Lambda deletes the others (LDG/with-sqs-filtering). */
  async #filtered(messages: Received[]): Promise<Received[]> {
    const { source } = this.#mapping;
    const { region } = this.#context.environment.scope;
    const unwanted = messages.filter((message) => !this.#wants(record(message, source, region)));
    if (unwanted.length === 0) return messages;
    const ids = unwanted.map((message) => message.MessageId).join(", ");
    this.#context.environment.log.debug(`lambda: event source mapping ${source}: no filter matches ${ids}: deleted`);
    await this.#delete(unwanted);
    return messages.filter((message) => !unwanted.includes(message));
  }

  /** A failed message is left where it is: it comes back when its visibility timeout ends, and redrive decides. */
  async #handle(messages: readonly Received[]): Promise<void> {
    const mapping = this.#mapping;
    const { region } = this.#context.environment.scope;
    const records = messages.map((message) => record(message, mapping.source, region));
    const outcome = await invokeWith(this.#context, mapping, { Records: records });
    const ids = messages.map((message) => message.MessageId ?? "");
    if (!mapping.reportsFailures) {
      if (namesFailures(outcome)) this.#warnOfIgnoredFailures();
      if (!outcome.failed) await this.#delete(messages);
      return;
    }
    const failed = failedItems(outcome, ids);
    if (failed === "all") return;
    await this.#delete(messages.filter((message) => !failed.includes(message.MessageId ?? "")));
  }

  async #delete(messages: readonly Received[]): Promise<void> {
    const { environment } = this.#context;
    const caller = pollerRole(this.#context, this.#mapping);
    const url = queueUrl(environment, this.#mapping.source);
    for (let at = 0; at < messages.length; at += MAX_RECEIVE) {
      const entries = messages
        .slice(at, at + MAX_RECEIVE)
        .map((message, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle ?? "" }));
      await environment.aws.call("sqs", "DeleteMessageBatch", { QueueUrl: url, Entries: entries }, { caller });
    }
  }

  #warnOfIgnoredFailures(): void {
    if (this.#warned) return;
    this.#warned = true;
    this.#say(
      "the function returned batchItemFailures, which are ignored and the messages deleted: " +
        'set functionResponseTypes to ["ReportBatchItemFailures"] on the mapping',
    );
  }

  #say(text: string): void {
    const { source, functionName } = this.#mapping;
    this.#context.environment.log.warn(`lambda: event source mapping ${source} → ${functionName}: ${text}`);
  }
}

/** A message in Lambda's spelling, in AWS's order of members. */
function record(message: Received, source: string, region: string): JsonObject {
  const attributes = Object.entries(message.MessageAttributes ?? {});
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes as JsonObject,
    messageAttributes: Object.fromEntries(attributes.map(([name, value]) => [name, attribute(value)])),
    md5OfBody: message.MD5OfBody,
    ...(message.MD5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    eventSource: "aws:sqs",
    eventSourceARN: source,
    awsRegion: region,
  };
}

function attribute(value: Wire<MessageAttributeValue>): JsonObject {
  return {
    ...(value.StringValue === undefined ? {} : { stringValue: value.StringValue }),
    ...(value.BinaryValue === undefined ? {} : { binaryValue: value.BinaryValue }),
    stringListValues: [],
    binaryListValues: [],
    dataType: value.DataType,
  };
}

function sizeOf(messages: readonly Received[]): number {
  return messages.reduce((size, message) => size + (message.Body?.length ?? 0), 0);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
