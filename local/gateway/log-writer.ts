import type { Caller } from "../aws/caller.ts";
import { AwsError } from "../aws/error.ts";
import type { JsonObject } from "../json.ts";
import type { Environment } from "../module.ts";
import type { Account } from "./account.ts";
import { Failure } from "./failure.ts";
import { assumeRole } from "./integrations/caller.ts";

/** Longer events are cut (DG/rest-api-execution-logging, Standard execution logging). */
const EVENT_LIMIT = 1024;

interface Destination {
  readonly group: string;
  readonly stream: string;
  /** Whether API Gateway makes the group itself: execution logs. */
  readonly makesGroup: boolean;
  readonly pending: { timestamp: number; message: string }[];
  ready: boolean;
  writing: boolean;
  complained: boolean;
}

/** Writes log events as the account's role, in batches and never on a frame's own time. */
export class LogWriter {
  readonly #environment: Environment;
  readonly #account: Account;
  readonly #destinations = new Map<string, Destination>();

  constructor(environment: Environment, account: Account) {
    this.#environment = environment;
    this.#account = account;
  }

  /** Queues an event for a group; `makesGroup` for the groups that API Gateway makes itself. */
  write(group: string, message: string, makesGroup: boolean): void {
    let destination = this.#destinations.get(group);
    if (destination === undefined) {
      const stream = this.#environment.ids.uuid().replaceAll("-", "");
      destination = { group, stream, makesGroup, pending: [], ready: false, writing: false, complained: false };
      this.#destinations.set(group, destination);
    }
    destination.pending.push({ timestamp: this.#environment.clock.now(), message: cut(message) });
    if (!destination.writing) {
      destination.writing = true;
      const flushing = destination;
      const hold = this.#environment.clock.hold();
      setImmediate(() => {
        void this.#flush(flushing).finally(() => hold.release());
      });
    }
  }

  async #flush(destination: Destination): Promise<void> {
    try {
      const roleArn = this.#account.roleArn;
      if (roleArn === undefined) throw new Failure("internal", "the account has no CloudWatch Logs role any more");
      const caller = assumeRole(this.#environment, roleArn);
      if (!destination.ready) await this.#prepare(destination, caller);
      while (destination.pending.length > 0) {
        await this.#call(caller, "PutLogEvents", {
          logGroupName: destination.group,
          logStreamName: destination.stream,
          logEvents: destination.pending.splice(0),
        });
      }
    } catch (error) {
      destination.pending.length = 0;
      destination.ready = false;
      this.#complain(destination, error);
    } finally {
      destination.writing = false;
    }
  }

  async #prepare(destination: Destination, caller: Caller): Promise<void> {
    if (destination.makesGroup) await this.#unlessThere(caller, "CreateLogGroup", { logGroupName: destination.group });
    const stream = { logGroupName: destination.group, logStreamName: destination.stream };
    await this.#unlessThere(caller, "CreateLogStream", stream);
    destination.ready = true;
  }

  async #unlessThere(caller: Caller, operation: string, input: JsonObject): Promise<void> {
    try {
      await this.#call(caller, operation, input);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ResourceAlreadyExistsException") throw error;
    }
  }

  async #call(caller: Caller, operation: string, input: JsonObject): Promise<void> {
    await this.#environment.aws.call("logs", operation, input, { caller });
  }

  #complain(destination: Destination, error: unknown): void {
    if (destination.complained) return;
    destination.complained = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.#environment.log.warn(
      `API Gateway cannot write to the log group ${destination.group}: ${reason} ` +
        "The account's CloudWatch role needs logs:CreateLogStream and logs:PutLogEvents there, and the group must exist.",
    );
  }
}

/** Cut by bytes, and never within a character. */
function cut(message: string): string {
  if (Buffer.byteLength(message) <= EVENT_LIMIT) return message;
  const { read } = new TextEncoder().encodeInto(message, new Uint8Array(EVENT_LIMIT));
  return message.slice(0, read);
}
