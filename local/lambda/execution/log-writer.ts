import type { Caller } from "../../aws/caller.ts";
import { AwsError } from "../../aws/error.ts";
import type { JsonObject } from "../../json.ts";
import type { Environment } from "../../module.ts";

/** The most events in one PutLogEvents. */
const MAX_EVENTS = 10_000;
/** The most bytes in one PutLogEvents, less than the service's 1,048,576 by what it counts per event. */
const MAX_BYTES = 900_000;

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/**
 * Carries a function's log into its log group as the function's role, off the invocation's path: while one batch is
 * being put, the next one gathers.
 */
export class LogWriter {
  readonly #environment: Environment;
  readonly #group: string;
  readonly #stream: string;
  readonly #caller: () => Caller;
  #events: LogEvent[] = [];
  #busy = false;
  #refused = false;
  #created = false;

  /** @param caller a session of the function's role, asked for when it is needed. */
  constructor(environment: Environment, group: string, stream: string, caller: () => Caller) {
    this.#environment = environment;
    this.#group = group;
    this.#stream = stream;
    this.#caller = caller;
  }

  write(timestamp: number, message: string): void {
    if (this.#refused) return;
    this.#events.push({ timestamp, message });
    if (this.#busy) return;
    this.#busy = true;
    const hold = this.#environment.clock.hold();
    setImmediate(() => void this.#drain().finally(() => hold.release()));
  }

  async #drain(): Promise<void> {
    while (this.#events.length > 0 && !this.#refused) {
      const batch = this.#take();
      try {
        await this.#put(batch);
      } catch (error) {
        this.#refuse(error);
      }
    }
    this.#busy = false;
  }

  #take(): LogEvent[] {
    let bytes = 0;
    let count = 0;
    for (const { message } of this.#events) {
      bytes += message.length * 3;
      if (count === MAX_EVENTS || (count > 0 && bytes > MAX_BYTES)) break;
      count++;
    }
    const batch = this.#events.slice(0, count);
    this.#events = this.#events.slice(count);
    // Workers stamp their lines with their own clocks, and a batch must be in order.
    return batch.sort((one, other) => one.timestamp - other.timestamp);
  }

  async #put(events: readonly LogEvent[]): Promise<void> {
    if (!this.#created) await this.#create();
    this.#created = true;
    const logEvents = events.map(({ timestamp, message }) => ({ timestamp, message }));
    await this.#call("PutLogEvents", { logEvents });
  }

  /** Lambda makes the group when it is missing, if the role may. */
  async #create(): Promise<void> {
    try {
      await this.#call("CreateLogStream", {});
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error.code === "ResourceAlreadyExistsException") return;
      if (error.code !== "ResourceNotFoundException") throw error;
      await this.#environment.aws.call(
        "logs",
        "CreateLogGroup",
        { logGroupName: this.#group },
        { caller: this.#caller() },
      );
      await this.#call("CreateLogStream", {});
    }
  }

  #call(operation: string, input: JsonObject): Promise<JsonObject> {
    const names = { logGroupName: this.#group, logStreamName: this.#stream };
    return this.#environment.aws.call("logs", operation, { ...names, ...input }, { caller: this.#caller() });
  }

  /** As on AWS the function runs on without a log; the reason is said once. */
  #refuse(error: unknown): void {
    this.#refused = true;
    this.#events = [];
    this.#environment.log.warn(
      `lambda: nothing more is logged to ${this.#group} (${this.#stream}): ${error instanceof Error ? error.message : error}. ` +
        "Allow the function's role logs:CreateLogStream and logs:PutLogEvents on the log group.",
    );
  }
}
