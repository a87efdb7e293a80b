import type { Scheduler } from "../../asl/scheduler.ts";
import type { ServiceCaller } from "../../aws/caller.ts";
import { AwsError } from "../../aws/error.ts";
import type { JsonObject } from "../../json.ts";
import type { Environment } from "../../module.ts";

/** CloudWatch Logs takes so much in one PutLogEvents: events, and bytes of which each event costs 26 of its own. */
const MOST_EVENTS = 10_000;
const MOST_BYTES = 1_048_576;
const BYTES_PER_EVENT = 26;

const HEX = "0123456789abcdef";

interface Stream {
  readonly logGroupName: string;
  readonly logStreamName: string;
  created: boolean;
  /** Set once a delivery has failed, so that the log says so once and not for every event. */
  complained: boolean;
  events: { readonly timestamp: number; readonly message: string }[];
}

/** Vended log delivery: lines that go to a log group in the background. */
export interface LogDelivery {
  deliver(logGroupArn: string, stateMachineName: string, timestamp: number, message: string): void;
}

/**
 * Delivers lines at the end of the event loop's turn, one PutLogEvents for all of a stream. The caller is the delivery
 * service, so that the log group's resource policy decides, as on AWS.
 */
export function createLogDelivery(environment: Environment, scheduler: Scheduler): LogDelivery {
  return new VendedLogs(environment, scheduler);
}

class VendedLogs implements LogDelivery {
  readonly #environment: Environment;
  readonly #scheduler: Scheduler;
  readonly #caller: ServiceCaller;
  readonly #streams = new Map<string, Stream>();
  readonly #dirty = new Set<Stream>();

  constructor(environment: Environment, scheduler: Scheduler) {
    const { partition, region, account } = environment.scope;
    this.#environment = environment;
    this.#scheduler = scheduler;
    this.#caller = {
      kind: "service",
      principal: "delivery.logs.amazonaws.com",
      sourceArn: `arn:${partition}:logs:${region}:${account}:*`,
      sourceAccount: account,
    };
  }

  deliver(logGroupArn: string, stateMachineName: string, timestamp: number, message: string): void {
    const stream = this.#stream(logGroupArn, stateMachineName);
    stream.events.push({ timestamp, message });
    if (this.#dirty.size === 0) this.#scheduler.later(() => this.#flush());
    this.#dirty.add(stream);
  }

  #stream(logGroupArn: string, stateMachineName: string): Stream {
    const key = `${logGroupArn} ${stateMachineName}`;
    const known = this.#streams.get(key);
    if (known !== undefined) return known;
    const { clock, ids } = this.#environment;
    const minute = new Date(clock.now()).toISOString().slice(0, 16).replace(/[T:]/g, "-");
    const stream: Stream = {
      logGroupName: logGroupNameOf(logGroupArn),
      logStreamName: `states/${stateMachineName}/${minute}/${ids.text(8, HEX)}`,
      created: false,
      complained: false,
      events: [],
    };
    this.#streams.set(key, stream);
    return stream;
  }

  #flush(): void {
    const batch = [...this.#dirty];
    this.#dirty.clear();
    const hold = this.#environment.clock.hold();
    const puts = batch.map((stream) => this.#put(stream).catch((error: unknown) => this.#complain(stream, error)));
    void Promise.all(puts).finally(() => hold.release());
  }

  async #put(stream: Stream): Promise<void> {
    const { aws } = this.#environment;
    const caller = this.#caller;
    const { logGroupName, logStreamName, events } = stream;
    stream.events = [];
    if (!stream.created) {
      await aws.call("logs", "CreateLogStream", { logGroupName, logStreamName }, { caller });
      stream.created = true;
    }
    for (const batch of batches(events)) {
      const logEvents = batch.map((event): JsonObject => ({ ...event }));
      await aws.call("logs", "PutLogEvents", { logGroupName, logStreamName, logEvents }, { caller });
    }
  }

  #complain(stream: Stream, error: unknown): void {
    if (stream.complained) return;
    stream.complained = true;
    const reason = error instanceof AwsError ? error.message : String(error);
    this.#environment.log.warn(
      `the execution log does not reach ${stream.logGroupName}: ${reason} The log group's resource policy must allow ` +
        "delivery.logs.amazonaws.com logs:CreateLogStream and logs:PutLogEvents.",
    );
  }
}

/** The name in `arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*`. */
export function logGroupNameOf(arn: string): string {
  return arn.split(":")[6] ?? "";
}

function* batches<Event extends { readonly message: string }>(events: readonly Event[]): Generator<Event[]> {
  let batch: Event[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.message) + BYTES_PER_EVENT;
    if (batch.length > 0 && (batch.length === MOST_EVENTS || bytes + size > MOST_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
