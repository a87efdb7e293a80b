import { createHash } from "node:crypto";
import type { StreamViewType } from "@aws-sdk/client-dynamodb-streams";
import type { Json } from "../../json.ts";
import type { Environment } from "../../module.ts";
import type { Collection } from "../../storage.ts";
import type { Dynalite } from "../dynalite.ts";
import { streamNotFound } from "../errors.ts";
import type { Change } from "../item-store.ts";
import { equalItems } from "../items/compare.ts";
import type { Item, Table } from "../table.ts";
import type { Tables } from "../tables.ts";
import { type Stream, type StreamRecord, sequenceNumber } from "./stream.ts";

/** How long records can be read, in milliseconds. */
const RETENTION = 24 * 3600 * 1000;

interface Kept {
  readonly number: number;
  readonly at: number;
  readonly record: StreamRecord;
}

/** The streams of all tables and their records of the last 24 hours. */
export class Streams {
  readonly #environment: Environment;
  readonly #tables: Tables;
  readonly #dynalite: Dynalite;
  readonly #streams = new Map<string, Stream>();
  readonly #records = new Map<string, Kept[]>();
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #keptStreams: Collection;
  readonly #keptRecords: Collection;

  constructor(environment: Environment, tables: Tables, dynalite: Dynalite) {
    this.#environment = environment;
    this.#tables = tables;
    this.#dynalite = dynalite;
    this.#keptStreams = environment.storage.collection("dynamodb-streams");
    this.#keptRecords = environment.storage.collection("dynamodb-stream-records");
    for (const [arn, stream] of this.#keptStreams.entries()) this.#streams.set(arn, stream as unknown as Stream);
    for (const [key, kept] of this.#keptRecords.entries()) {
      const arn = key.slice(0, key.lastIndexOf("|"));
      this.#recordsOf(arn).push(kept as unknown as Kept);
    }
  }

  /** @throws AwsError `ResourceNotFoundException`. */
  get(arn: string): Stream {
    const stream = this.#streams.get(arn);
    if (stream === undefined) throw streamNotFound(arn);
    return stream;
  }

  all(): Iterable<Stream> {
    return this.#streams.values();
  }

  /** Switches a table's stream on and enters it into the table's description. */
  open(table: Table, viewType: StreamViewType): void {
    const { TableName, TableArn, KeySchema } = table.description;
    const now = this.#environment.clock.now();
    let label = new Date(now).toISOString().slice(0, -1);
    // The label is the time, which must tell two streams of one table apart even within a millisecond.
    for (let later = now + 1; this.#streams.has(`${TableArn}/stream/${label}`); later++) {
      label = new Date(later).toISOString().slice(0, -1);
    }
    const arn = `${TableArn}/stream/${label}`;
    const keySchema = KeySchema.map(({ AttributeName = "", KeyType = "HASH" }) => ({ AttributeName, KeyType }));
    const shardId = `shardId-${String(now).padStart(20, "0")}-${Buffer.from(this.#environment.ids.bytes(4)).toString("hex")}`;
    const stream: Stream = {
      arn,
      label,
      table: TableName,
      viewType,
      keySchema,
      created: now / 1000,
      shardId,
      next: 1,
      closed: false,
    };
    this.#save(stream);
    table.description.StreamSpecification = { StreamEnabled: true, StreamViewType: viewType };
    table.description.LatestStreamArn = arn;
    table.description.LatestStreamLabel = label;
  }

  /** Switches a table's stream off: its shard closes, its records stay readable. */
  close(table: Table): void {
    const stream = this.#streams.get(table.description.LatestStreamArn ?? "");
    delete table.description.StreamSpecification;
    if (stream === undefined || stream.closed) return;
    stream.closed = true;
    this.#save(stream);
    this.#wake(stream.arn);
  }

  /** Writes the record of a change, if its table has a stream and anything changed at all. */
  changed(change: Change, byExpiry: boolean): void {
    const table = this.#tables.find(change.table);
    if (table?.description.StreamSpecification?.StreamEnabled !== true) return;
    const stream = this.#streams.get(table.description.LatestStreamArn ?? "");
    if (stream === undefined || isUnchanged(change)) return;
    const now = this.#environment.clock.now();
    const number = stream.next++;
    const kept: Kept = { number, at: now, record: this.#record(stream, change, byExpiry, number) };
    const records = this.#trimmed(stream.arn);
    records.push(kept);
    this.#keptRecords.put(recordKey(stream.arn, number), kept as unknown as Json);
    this.#save(stream);
    this.#wake(stream.arn);
  }

  /** Records from `number` on; `oldest` is the first number that can still be read. */
  read(stream: Stream, number: number, limit: number): { records: StreamRecord[]; next: number; oldest: number } {
    const kept = this.#trimmed(stream.arn);
    const oldest = kept[0]?.number ?? stream.next;
    // Numbers are consecutive, so a record's place follows from its number.
    const from = Math.max(0, number - oldest);
    const page = kept.slice(from, from + limit);
    return { records: page.map(({ record }) => record), next: (page.at(-1)?.number ?? number - 1) + 1, oldest };
  }

  /** Resolves when something happens to the stream: a record, or its end. */
  activity(arn: string, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(arn) ?? new Set();
      this.#waiting.set(arn, waiting);
      const wake = (): void => {
        waiting.delete(wake);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      waiting.add(wake);
      signal?.addEventListener("abort", wake, { once: true });
    });
  }

  #record(stream: Stream, { before, after }: Change, byExpiry: boolean, number: number): StreamRecord {
    const item = after ?? before ?? {};
    const keys = Object.fromEntries(
      stream.keySchema.flatMap(({ AttributeName }) => {
        const value = item[AttributeName];
        return value === undefined ? [] : [[AttributeName, value]];
      }),
    ) as Item;
    const withNew = stream.viewType === "NEW_IMAGE" || stream.viewType === "NEW_AND_OLD_IMAGES";
    const withOld = stream.viewType === "OLD_IMAGE" || stream.viewType === "NEW_AND_OLD_IMAGES";
    const images = [keys, withNew ? after : undefined, withOld ? before : undefined];
    return {
      eventID: createHash("md5").update(`${stream.arn}${number}`).digest("hex"),
      eventName: before === undefined ? "INSERT" : after === undefined ? "REMOVE" : "MODIFY",
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: this.#environment.scope.region,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(this.#environment.clock.now() / 1000),
        Keys: keys,
        ...(withNew && after !== undefined ? { NewImage: after } : {}),
        ...(withOld && before !== undefined ? { OldImage: before } : {}),
        SequenceNumber: sequenceNumber(number),
        SizeBytes: images.reduce((size, image) => size + (image === undefined ? 0 : this.#dynalite.sizeOf(image)), 0),
        StreamViewType: stream.viewType,
      },
      ...(byExpiry ? { userIdentity: { Type: "Service", PrincipalId: "dynamodb.amazonaws.com" } } : {}),
    };
  }

  #recordsOf(arn: string): Kept[] {
    const records = this.#records.get(arn) ?? [];
    this.#records.set(arn, records);
    return records;
  }

  #trimmed(arn: string): Kept[] {
    const records = this.#recordsOf(arn);
    const horizon = this.#environment.clock.now() - RETENTION;
    let old = 0;
    while ((records[old]?.at ?? Number.POSITIVE_INFINITY) < horizon) old++;
    for (const { number } of records.splice(0, old)) this.#keptRecords.delete(recordKey(arn, number));
    return records;
  }

  #save(stream: Stream): void {
    this.#streams.set(stream.arn, stream);
    this.#keptStreams.put(stream.arn, stream as unknown as Json);
  }

  #wake(arn: string): void {
    for (const wake of this.#waiting.get(arn) ?? []) wake();
  }
}

/** Whether a write has left everything as it was, a set's order aside: it writes no record (DDG/Streams). */
function isUnchanged({ before, after }: Change): boolean {
  return before !== undefined && after !== undefined && equalItems(before, after);
}

function recordKey(arn: string, number: number): string {
  return `${arn}|${sequenceNumber(number)}`;
}
