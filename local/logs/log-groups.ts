import type { Scope } from "../aws/caller.ts";
import type { Clock } from "../clock/clock.ts";
import type { Json } from "../json.ts";
import type { Log } from "../log.ts";
import type { Environment } from "../module.ts";
import type { Collection } from "../storage.ts";
import type { Batch, LogEvent, LogGroup, LogStream, StoredEvent } from "./entities.ts";
import { alreadyExists, notFound } from "./errors.ts";
import { ResourcePolicies } from "./resource-policies.ts";

const DAY = 86_400_000;
/** What all events together may take; beyond it the oldest are forgotten, where AWS would go on and charge. */
const MOST_BYTES = 24 * 1024 * 1024;
/** How much is left when room has been made. */
const LEFT_BYTES = 0.9 * MOST_BYTES;
/** About what V8 spends on a batch and on an event besides the text. */
const BATCH_OVERHEAD = 400;
const EVENT_OVERHEAD = 100;
/** Streams of one event each (EventBridge makes such) are forgotten with their event beyond this many in a group. */
const MOST_STREAMS = 5000;

/** All log groups of the account, bounded in memory, with retention as the clock has it. */
export class LogGroups {
  readonly scope: Scope;
  readonly policies: ResourcePolicies;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #groups = new Map<string, LogGroup>();
  /** Every batch in order of arrival: the first is the first to go. */
  readonly #arrivals = new Map<
    number,
    { readonly group: LogGroup; readonly stream: LogStream; readonly batch: Batch }
  >();
  #bytes = 0;
  #batches = 0;
  #warned = false;
  readonly #storedGroups: Collection;
  readonly #storedStreams: Collection;
  readonly #storedBatches: Collection;

  constructor(environment: Pick<Environment, "scope" | "clock" | "ids" | "log" | "storage">) {
    const { scope, clock, log, storage } = environment;
    this.policies = new ResourcePolicies(environment);
    this.scope = scope;
    this.#clock = clock;
    this.#log = log;
    this.#storedGroups = storage.collection("logs-groups");
    this.#storedStreams = storage.collection("logs-streams");
    this.#storedBatches = storage.collection("logs-events");
    this.#load();
  }

  now(): number {
    return this.#clock.now();
  }

  /** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME`, without the `:*` that some operations add. */
  arn(name: string): string {
    const { partition, region, account } = this.scope;
    return `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
  }

  groups(): readonly LogGroup[] {
    return [...this.#groups.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  find(name: string): LogGroup | undefined {
    return this.#groups.get(name);
  }

  /** @throws AwsError `ResourceNotFoundException`. */
  group(name: string): LogGroup {
    const group = this.#groups.get(name);
    if (group === undefined) throw notFound("group");
    return group;
  }

  /** @throws AwsError `ResourceNotFoundException`. */
  stream(group: LogGroup, name: string): LogStream {
    const stream = group.streams.get(name);
    if (stream === undefined) throw notFound("stream");
    return stream;
  }

  /** @throws AwsError `ResourceAlreadyExistsException`. */
  create(group: LogGroup): void {
    if (this.#groups.has(group.name)) throw alreadyExists("group");
    this.#groups.set(group.name, group);
    this.save(group);
  }

  /** Writes a group's settings through. */
  save(group: LogGroup): void {
    const { streams: _streams, bytes: _bytes, ...settings } = group;
    this.#storedGroups.put(group.name, settings as unknown as Json);
  }

  delete(name: string): void {
    const group = this.group(name);
    for (const stream of [...group.streams.keys()]) this.deleteStream(group, stream);
    this.#groups.delete(name);
    this.policies.dropGroup(this.arn(name));
    this.#storedGroups.delete(name);
  }

  /** @throws AwsError `ResourceAlreadyExistsException`. */
  createStream(group: LogGroup, name: string): void {
    if (group.streams.has(name)) throw alreadyExists("stream");
    const created = this.now();
    group.streams.set(name, newStream(name, created));
    this.#storedStreams.put(`${group.name}:${name}`, { group: group.name, name, created });
  }

  deleteStream(group: LogGroup, name: string): void {
    const stream = this.stream(group, name);
    for (const batch of stream.batches) this.#forget(group, batch);
    stream.batches.length = 0;
    group.streams.delete(name);
    this.#storedStreams.delete(`${group.name}:${name}`);
  }

  append(group: LogGroup, stream: LogStream, events: readonly LogEvent[]): void {
    const number = ++this.#batches;
    const bytes = BATCH_OVERHEAD + events.reduce((sum, { message }) => sum + EVENT_OVERHEAD + message.length, 0);
    const batch: Batch = { number, ingestion: this.now(), events, bytes };
    this.#add(group, stream, batch);
    this.#storedBatches.put(key(number), {
      group: group.name,
      stream: stream.name,
      ingestion: batch.ingestion,
      events: events.map(({ timestamp, message }) => ({ timestamp, message })),
    });
    this.#makeRoom();
  }

  /** The events of a stream that retention leaves, in order of their timestamps. */
  events(group: LogGroup, stream: LogStream): StoredEvent[] {
    this.#expire(group, stream);
    const limit = this.#expiry(group);
    const events: StoredEvent[] = [];
    let ordered = true;
    let last = Number.NEGATIVE_INFINITY;
    for (const { number, ingestion, events: lines } of stream.batches) {
      for (const [index, { timestamp, message }] of lines.entries()) {
        if (timestamp < limit) continue;
        ordered &&= timestamp >= last;
        last = timestamp;
        events.push({ timestamp, message, stream: stream.name, ingestion, batch: number, index });
      }
    }
    return ordered ? events : events.sort(inTime);
  }

  /** Events before this have outlived the group's retention. */
  #expiry(group: LogGroup): number {
    const { retentionInDays } = group;
    return retentionInDays === undefined ? Number.NEGATIVE_INFINITY : this.now() - retentionInDays * DAY;
  }

  #expire(group: LogGroup, stream: LogStream): void {
    const limit = this.#expiry(group);
    let count = 0;
    for (const batch of stream.batches) {
      if (batch.events.some(({ timestamp }) => timestamp >= limit)) break;
      this.#forget(group, batch);
      stream.dropped += batch.events.length;
      count++;
    }
    if (count > 0) stream.batches.splice(0, count);
  }

  #add(group: LogGroup, stream: LogStream, batch: Batch): void {
    stream.batches.push(batch);
    this.#arrivals.set(batch.number, { group, stream, batch });
    this.#bytes += batch.bytes;
    group.bytes += batch.bytes;
    const first = batch.events[0]?.timestamp ?? batch.ingestion;
    const last = batch.events.at(-1)?.timestamp ?? batch.ingestion;
    stream.firstEvent = Math.min(stream.firstEvent ?? first, first);
    stream.lastEvent = Math.max(stream.lastEvent ?? last, last);
    stream.lastIngestion = batch.ingestion;
  }

  #forget(group: LogGroup, batch: Batch): void {
    this.#bytes -= batch.bytes;
    group.bytes -= batch.bytes;
    this.#arrivals.delete(batch.number);
    this.#storedBatches.delete(key(batch.number));
  }

  /** Goes down to a lower mark at once: taking batches off a long stream one by one would move the rest every time. */
  #makeRoom(): void {
    if (this.#bytes <= MOST_BYTES) return;
    const trimmed = new Map<LogStream, { readonly group: LogGroup; count: number }>();
    for (const { group, stream, batch } of this.#arrivals.values()) {
      if (this.#bytes <= LEFT_BYTES) break;
      const trim = trimmed.get(stream) ?? { group, count: 0 };
      trimmed.set(stream, trim);
      trim.count++;
      stream.dropped += batch.events.length;
      this.#forget(group, batch);
      this.#warnOnce(group);
    }
    for (const [stream, { group, count }] of trimmed) {
      stream.batches.splice(0, count);
      if (stream.batches.length === 0 && group.streams.size > MOST_STREAMS) this.deleteStream(group, stream.name);
    }
  }

  #warnOnce(group: LogGroup): void {
    if (this.#warned) return;
    this.#warned = true;
    const size = MOST_BYTES / 1024 / 1024;
    this.#log.warn(`Log groups keep ${size} MiB together: the oldest events go now, first of ${group.name}.`);
  }

  #load(): void {
    for (const [, value] of this.#storedGroups.entries()) {
      const settings = value as unknown as Omit<LogGroup, "streams" | "bytes">;
      this.#groups.set(settings.name, { ...settings, streams: new Map(), bytes: 0 });
    }
    for (const [, value] of this.#storedStreams.entries()) {
      const { group, name, created } = value as unknown as { group: string; name: string; created: number };
      this.#groups.get(group)?.streams.set(name, newStream(name, created));
    }
    for (const [number, value] of this.#storedBatches.entries()) this.#loadBatch(Number(number), value);
  }

  #loadBatch(number: number, value: Json): void {
    const {
      group: name,
      stream: streamName,
      ingestion,
      events,
    } = value as unknown as {
      group: string;
      stream: string;
      ingestion: number;
      events: LogEvent[];
    };
    const group = this.#groups.get(name);
    const stream = group?.streams.get(streamName);
    this.#batches = Math.max(this.#batches, number);
    if (group === undefined || stream === undefined) return;
    const bytes = BATCH_OVERHEAD + events.reduce((sum, { message }) => sum + EVENT_OVERHEAD + message.length, 0);
    this.#add(group, stream, { number, ingestion, events, bytes });
  }
}

/** Order of time, then of arrival. */
export function inTime(one: StoredEvent, other: StoredEvent): number {
  return one.timestamp - other.timestamp || one.batch - other.batch || one.index - other.index;
}

function newStream(name: string, created: number): LogStream {
  return {
    name,
    created,
    batches: [],
    dropped: 0,
    firstEvent: undefined,
    lastEvent: undefined,
    lastIngestion: undefined,
  };
}

/** Keys that sort as their numbers do. */
function key(number: number): string {
  return String(number).padStart(15, "0");
}
