import type { _Record, StreamDescription } from "@aws-sdk/client-dynamodb-streams";
import { AwsError } from "../../aws/error.ts";
import type { Json, JsonObject, Wire } from "../../json.ts";
import type { Collection } from "../../storage.ts";
import { queueUrl, serviceOf } from "../events/destinations.ts";
import type { Outcome } from "../execution/invocation.ts";
import { failedItems } from "./batch-response.ts";
import { compileFilters, type RecordFilter } from "./filters.ts";
import type { Mapping, StreamSettings } from "./mapping.ts";
import { invokeWith, type Poller, type PollerContext, pollerRole } from "./poller.ts";

type StreamRecord = Wire<_Record>;

/** Errors after which an iterator cannot be used again. */
const USELESS: ReadonlySet<string> = new Set(["ExpiredIteratorException", "TrimmedDataAccessException"]);
/** The waits between two tries, in milliseconds: the first, and the longest. */
const BACK_OFF = [1_000, 60_000] as const;

/** Reads a table's stream in order and hands its records to the mapping's function, batch by batch. */
export class StreamPoller implements Poller {
  readonly #context: PollerContext;
  readonly #abort = new AbortController();
  readonly #positions: Collection;
  #mapping: Mapping;
  #wants: RecordFilter;
  #shard = "";
  /** The sequence number of the last record that was handled. */
  #last: string | undefined;
  /** What comes after the last record has been forgotten by the stream. */
  #trimmed = false;

  constructor(mapping: Mapping, context: PollerContext) {
    this.#mapping = mapping;
    this.#wants = compileFilters(mapping.filters ?? []);
    this.#context = context;
    this.#positions = context.environment.storage.collection("lambda-positions");
  }

  start(): void {
    const kept = this.#positions.entries().find(([uuid]) => uuid === this.#mapping.uuid);
    this.#last = typeof kept?.[1] === "string" ? kept[1] : undefined;
    void this.#poll();
  }

  change(mapping: Mapping): void {
    this.#mapping = mapping;
    this.#wants = compileFilters(mapping.filters ?? []);
  }

  stop(): void {
    this.#abort.abort();
  }

  async #poll(): Promise<void> {
    let iterator: string | undefined;
    let failures = 0;
    while (!this.#abort.signal.aborted) {
      try {
        iterator ??= await this.#begin();
        const page = await this.#read(iterator);
        failures = 0;
        await this.#handle(page.records.filter((one) => this.#wants(recordOf(one, this.#mapping.source))));
        this.#remember(page.records.at(-1)?.dynamodb?.SequenceNumber);
        // A closed shard that has been read to its end has nothing more to give.
        if (page.next === undefined) return;
        iterator = page.next;
      } catch (error) {
        if (this.#abort.signal.aborted) return;
        if (failures === 0) this.#say(`polling failed and will be tried again: ${textOf(error)}`);
        const useless = error instanceof AwsError && USELESS.has(error.code);
        if (useless) iterator = undefined;
        if (error instanceof AwsError && error.code === "TrimmedDataAccessException") this.#trimmed = true;
        await this.#sleep(failures++, "deadline");
      }
    }
  }

  /** Where to begin: after the last batch that was handled, or where the mapping says. */
  async #begin(): Promise<string> {
    const { StreamDescription: described } = await this.#call("DescribeStream", { StreamArn: this.#mapping.source });
    const [shard] = (described as unknown as Wire<StreamDescription>).Shards ?? [];
    this.#shard = shard?.ShardId ?? "";
    const place = this.#trimmed
      ? { ShardIteratorType: "TRIM_HORIZON" }
      : this.#last === undefined
        ? { ShardIteratorType: this.#mapping.stream?.startingPosition ?? "LATEST" }
        : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: this.#last };
    const input = { StreamArn: this.#mapping.source, ShardId: this.#shard, ...place };
    return String((await this.#call("GetShardIterator", input))["ShardIterator"]);
  }

  async #read(iterator: string): Promise<{ records: StreamRecord[]; next: string | undefined }> {
    const { batchSize, batchingWindow } = this.#mapping;
    const input = { ShardIterator: iterator, Limit: Math.min(batchSize, 1000) };
    let answer = await this.#call("GetRecords", { ...input, WaitForRecords: true });
    const count = (answer["Records"] as readonly Json[]).length;
    if (batchingWindow > 0 && count > 0 && count < batchSize) {
      const { signal } = this.#abort;
      await this.#context.environment.clock.sleep(batchingWindow * 1000, { signal }).catch(() => undefined);
      answer = await this.#call("GetRecords", input);
    }
    const next = answer["NextShardIterator"];
    return {
      records: answer["Records"] as unknown as StreamRecord[],
      next: typeof next === "string" ? next : undefined,
    };
  }

  /** Tries a batch until it is handled or given up; the records after it wait, because their order holds. */
  async #handle(batch: readonly StreamRecord[]): Promise<void> {
    let records = batch;
    for (let attempts = 0; records.length > 0 && !this.#abort.signal.aborted; ) {
      const { stream } = this.#mapping;
      if (stream === undefined) return;
      const { left, outcome } = await this.#attempt(records);
      if (left.length === 0) return;
      attempts = left.length < records.length ? 0 : attempts + 1;
      records = left;
      if (this.#isOver(stream, records, attempts)) {
        await this.#giveUp(records, attempts, outcome);
        return;
      }
      if (stream.bisect && records.length > 1) {
        const middle = records.length >> 1;
        await this.#handle(records.slice(0, middle));
        records = records.slice(middle);
        attempts = 0;
        continue;
      }
      await this.#sleep(attempts, "work");
    }
  }

  /** The records that are left after a try: none when it succeeded, those from the first reported failure otherwise. */
  async #attempt(
    records: readonly StreamRecord[],
  ): Promise<{ left: readonly StreamRecord[]; outcome: Outcome | undefined }> {
    const { source, reportsFailures } = this.#mapping;
    let outcome: Outcome;
    try {
      outcome = await invokeWith(this.#context, this.#mapping, {
        Records: records.map((one) => recordOf(one, source)),
      });
    } catch (error) {
      this.#say(`a batch waits for another try: ${textOf(error)}`);
      return { left: records, outcome: undefined };
    }
    const ids = records.map((record) => record.dynamodb?.SequenceNumber ?? "");
    const failed = reportsFailures ? failedItems(outcome, ids) : outcome.failed ? "all" : [];
    if (failed === "all") return { left: records, outcome };
    const first = Math.min(...failed.map((id) => ids.indexOf(id)), records.length);
    return { left: records.slice(first), outcome };
  }

  #isOver(stream: StreamSettings, records: readonly StreamRecord[], attempts: number): boolean {
    if (stream.maximumRetryAttempts >= 0 && attempts > stream.maximumRetryAttempts) return true;
    const age = this.#context.environment.clock.now() / 1000 - (records[0]?.dynamodb?.ApproximateCreationDateTime ?? 0);
    // Without a limit of the mapping's own a record is tried until the stream forgets it, after a day.
    return age > (stream.maximumRecordAge >= 0 ? stream.maximumRecordAge : 24 * 3600);
  }

  async #giveUp(records: readonly StreamRecord[], attempts: number, outcome: Outcome | undefined): Promise<void> {
    const { stream, functionName, source } = this.#mapping;
    const { environment } = this.#context;
    const destination = stream?.onFailure;
    if (destination === undefined) {
      this.#say(
        `${records.length} records are dropped after ${attempts} tries; a destination on failure would keep them`,
      );
      return;
    }
    const time = (record: StreamRecord | undefined): string =>
      new Date((record?.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
    const message = JSON.stringify({
      requestContext: {
        requestId: environment.ids.uuid(),
        functionArn: `arn:aws:lambda:${environment.scope.region}:${environment.scope.account}:function:${functionName}`,
        condition: "RetryAttemptsExhausted",
        approximateInvokeCount: attempts,
      },
      responseContext: {
        statusCode: 200,
        executedVersion: "$LATEST",
        functionError: outcome?.failed ? "Unhandled" : null,
      },
      version: "1.0",
      timestamp: new Date(environment.clock.now()).toISOString(),
      DDBStreamBatchInfo: {
        shardId: this.#shard,
        startSequenceNumber: records[0]?.dynamodb?.SequenceNumber,
        endSequenceNumber: records.at(-1)?.dynamodb?.SequenceNumber,
        approximateArrivalOfFirstRecord: time(records[0]),
        approximateArrivalOfLastRecord: time(records.at(-1)),
        batchSize: records.length,
        streamArn: source,
      },
    });
    const caller = pollerRole(this.#context, this.#mapping);
    if (serviceOf(destination) === "sns") {
      await environment.aws.call("sns", "Publish", { TopicArn: destination, Message: message }, { caller });
    } else {
      const input = { QueueUrl: queueUrl(environment, destination), MessageBody: message };
      await environment.aws.call("sqs", "SendMessage", input, { caller });
    }
  }

  #remember(sequence: string | undefined): void {
    if (sequence === undefined) return;
    this.#last = sequence;
    this.#trimmed = false;
    this.#positions.put(this.#mapping.uuid, sequence);
  }

  #call(operation: string, input: JsonObject): Promise<JsonObject> {
    const caller = pollerRole(this.#context, this.#mapping);
    const { signal } = this.#abort;
    return this.#context.environment.aws.call("dynamodbstreams", operation, input, { caller, signal });
  }

  async #sleep(failures: number, kind: "work" | "deadline"): Promise<void> {
    const wait = Math.min(BACK_OFF[0] * 2 ** failures, BACK_OFF[1]);
    const { signal } = this.#abort;
    await this.#context.environment.clock.sleep(wait, { kind, signal }).catch(() => undefined);
  }

  #say(text: string): void {
    const { source, functionName } = this.#mapping;
    this.#context.environment.log.warn(`lambda: event source mapping ${source} → ${functionName}: ${text}`);
  }
}

/** A record in Lambda's spelling: the identity in lower case, and where it comes from. */
function recordOf({ userIdentity, ...record }: StreamRecord, source: string): JsonObject {
  return {
    ...(record as unknown as JsonObject),
    ...(userIdentity === undefined
      ? {}
      : { userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId } }),
    eventSourceARN: source,
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
