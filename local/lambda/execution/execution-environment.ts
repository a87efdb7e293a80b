import { constants } from "node:os";
import { Worker } from "node:worker_threads";
import type { RoleCaller } from "../../aws/caller.ts";
import type { Clock, Timer } from "../../clock/clock.ts";
import type { Environment } from "../../module.ts";
import type { Configuration } from "../function.ts";
import type { InvocationResult, LogLine, WorkerMessage, WorkerSettings } from "../runtime/messages.ts";
import type { Invocation } from "./invocation.ts";
import { LogWriter } from "./log-writer.ts";
import { PlatformLog, type Report, type StartFailure } from "./platform-log.ts";
import type { PooledEnvironment } from "./pool.ts";
import { environmentVariables } from "./variables.ts";

/** What an execution environment is made of. */
export interface EnvironmentOptions {
  readonly environment: Environment;
  /** The clock of the machine: a worker thread runs in real time, whatever clock the runtime has. */
  readonly threadClock: Clock;
  readonly name: string;
  readonly configuration: Configuration;
  readonly taskRoot: string;
  /** The runtime, as one script. */
  readonly script: string;
  /** A session of the function's role. */
  readonly role: RoleCaller;
  /** Can take an event. */
  readonly ready: (environment: PooledEnvironment) => void;
  /** Could not be started: the event it was started for goes to {@link ExecutionEnvironment.fail}. */
  readonly unloadable: (environment: PooledEnvironment) => void;
  /** Has ended and takes no more events. */
  readonly gone: (environment: PooledEnvironment) => void;
}

/** How long code may take to load before an invocation pays for it, in milliseconds. */
const INIT_TIME = 10_000;
/** The end of the log that comes with an answer, in bytes. */
const TAIL = 4096;
/** Young objects of a handler fit here; more only makes every worker larger. In megabytes. */
const YOUNG_GENERATION = 8;
const MEGABYTE = 1024 * 1024;
const { SIGABRT, SIGHUP, SIGINT, SIGKILL, SIGQUIT, SIGTERM } = constants.signals;
/** Signals in the words of Go, which AWS's runtime interface is written in; others are named by their numbers. */
const SIGNALS: Readonly<Record<number, string>> = {
  [SIGABRT]: "aborted",
  [SIGHUP]: "hangup",
  [SIGINT]: "interrupt",
  [SIGKILL]: "killed",
  [SIGQUIT]: "quit",
  [SIGTERM]: "terminated",
};

/** One execution environment: a worker thread with the function's code, reused from event to event. */
export class ExecutionEnvironment implements PooledEnvironment {
  readonly #options: EnvironmentOptions;
  readonly #worker: Worker;
  readonly #log: LogWriter;
  readonly #platform: PlatformLog;
  #current: Invocation | undefined;
  #tail: string[] | undefined;
  #timer: Timer | undefined;
  #initDuration: number | undefined;
  #outOfMemory = false;
  #starting = true;
  readonly #startedAt: number;
  #startError: (requestId: string) => string = () => "null";
  #startErrorType: string | undefined;
  #ended = false;

  constructor(options: EnvironmentOptions) {
    const { environment, configuration, name, taskRoot, role } = options;
    this.#options = options;
    const logStream = streamName(environment, configuration.version);
    const logGroup = configuration.logging.LogGroup ?? "";
    this.#log = new LogWriter(environment, logGroup, logStream, () => role);
    this.#platform = new PlatformLog(configuration, environment.scope.region);
    const credentials = environment.aws.issueCredentials({ caller: role, parent: () => this.#current?.call });
    const { endpointUrl, scope } = environment;
    const settings: WorkerSettings = {
      ...{ taskRoot, handler: configuration.handler, functionName: name, functionVersion: configuration.version },
      ...{ memorySize: configuration.memorySize, logGroup, logStream, endpointUrl, packagesFrom: import.meta.url },
      timeDifference: this.#now() - options.threadClock.now(),
      logFormat: configuration.logging.LogFormat ?? "Text",
      logLevel: configuration.logging.ApplicationLogLevel ?? "INFO",
    };
    this.#worker = new Worker(options.script, {
      eval: true,
      workerData: settings,
      env: environmentVariables({ name, configuration, scope, credentials, taskRoot, logStream, endpointUrl }),
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: configuration.memorySize, maxYoungGenerationSizeMb: YOUNG_GENERATION },
    });
    this.#listen();
    this.#startedAt = options.threadClock.now();
    this.#say(this.#platform.initStart(this.#now()));
    const limit = INIT_TIME + configuration.timeout * 1000;
    this.#timer = options.threadClock.after(limit, () => this.#timeOut(), "deadline");
  }

  /** Hands the worker an event. The environment must be free. */
  run(invocation: Invocation): void {
    const { configuration, threadClock } = this.#options;
    const timeout = configuration.timeout * 1000;
    this.#current = invocation;
    this.#tail = invocation.tail ? [] : undefined;
    this.#say(this.#platform.start(this.#now(), invocation.requestId));
    this.#timer = threadClock.after(timeout, () => this.#timeOut(), "deadline");
    this.#worker.postMessage({
      requestId: invocation.requestId,
      event: invocation.event,
      functionArn: invocation.arn,
      timeout,
      now: this.#now(),
      traceId: invocation.traceId,
      clientContext: invocation.clientContext,
    });
  }

  /** Answers an event with what kept the environment from starting, as on AWS the first invocation does. */
  fail(invocation: Invocation): void {
    this.#current = invocation;
    this.#tail = invocation.tail ? [] : undefined;
    this.#say(this.#platform.start(this.#now(), invocation.requestId));
    const report = { duration: 0, maxMemory: 0, status: "error", errorType: this.#startErrorType } as const;
    this.#finish(this.#startError(invocation.requestId), true, report);
  }

  /** Ends the worker; an event it is handling fails. */
  async stop(): Promise<void> {
    this.#end();
    await this.#worker.terminate();
  }

  #listen(): void {
    this.#worker.on("message", (message: WorkerMessage) => this.#receive(message));
    this.#worker.on("error", (error: Error & { code?: string }) => {
      this.#outOfMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
    });
    this.#worker.on("exit", (code) => this.#exited(code));
    for (const output of [this.#worker.stdout, this.#worker.stderr]) {
      output.setEncoding("utf8").on("data", (text: string) => {
        for (const line of text.split("\n")) if (line !== "") this.#say([line]);
      });
    }
  }

  #receive(message: WorkerMessage): void {
    if (this.#ended) return;
    switch (message.kind) {
      case "ready":
        this.#timer?.cancel();
        this.#starting = false;
        this.#initDuration = message.duration;
        this.#write(message.logs);
        this.#say(this.#platform.initDone(this.#now(), message.duration));
        this.#options.ready(this);
        return;
      case "unloadable":
        this.#write(message.logs);
        this.#failToStart(() => message.error, { status: "error", errorType: message.errorType });
        return;
      case "logs":
        this.#write(message.logs);
        return;
      case "done":
        this.#done(message);
        return;
      default: {
        const never: never = message;
        throw new Error(`unknown message of a worker: ${JSON.stringify(never)}`);
      }
    }
  }

  #done({ payload, failed, fatal, duration, memory, logs }: InvocationResult): void {
    this.#write(logs);
    if (fatal) this.#end();
    this.#finish(payload, failed, {
      duration,
      maxMemory: Math.ceil(memory / MEGABYTE),
      status: failed ? "error" : "success",
      errorType: undefined,
    });
    if (fatal) this.#options.gone(this);
    else this.#options.ready(this);
  }

  #timeOut(): void {
    if (this.#ended) return;
    const seconds = this.#options.configuration.timeout;
    const message = `Task timed out after ${seconds.toFixed(2)} seconds`;
    this.#fail("Sandbox.Timedout", message, { status: "timeout", duration: seconds * 1000, errorType: undefined });
    void this.#worker.terminate();
  }

  #exited(code: number): void {
    if (this.#ended) return;
    const killed = this.#outOfMemory;
    const signal = killed ? SIGKILL : -code;
    const reason = signal > 0 ? `signal: ${SIGNALS[signal] ?? signal}` : `exit status ${code}`;
    const message = code === 0 ? "Runtime exited without providing a reason" : `Runtime exited with error: ${reason}`;
    const errorType = killed ? "Runtime.OutOfMemory" : "Runtime.ExitError";
    this.#fail("Runtime.ExitError", message, { status: "failure", duration: 0, errorType });
  }

  /** Ends the environment with an error of Lambda's own, in the form all of them have. */
  #fail(errorType: string, message: string, report: Pick<Report, "status" | "duration" | "errorType">): void {
    const payload = (requestId: string): string =>
      JSON.stringify({ errorType, errorMessage: `RequestId: ${requestId} Error: ${message}` });
    if (this.#starting) {
      const { status, errorType: reported = errorType } = report;
      this.#failToStart(payload, { status: status === "timeout" ? "timeout" : "error", errorType: reported });
      return;
    }
    const requestId = this.#current?.requestId ?? "";
    this.#end();
    this.#say([`${new Date(this.#now()).toISOString()} ${requestId} ${message}`]);
    const maxMemory = this.#options.configuration.memorySize;
    this.#finish(payload(requestId), true, { ...report, maxMemory });
    this.#options.gone(this);
  }

  #failToStart(error: (requestId: string) => string, failure: Omit<StartFailure, "duration">): void {
    this.#end();
    this.#startError = error;
    this.#startErrorType = failure.errorType;
    const duration = this.#options.threadClock.now() - this.#startedAt;
    this.#say(this.#platform.initFailed(this.#now(), { ...failure, duration }));
    this.#options.unloadable(this);
    void this.#worker.terminate();
  }

  #finish(payload: string, failed: boolean, report: Omit<Report, "requestId" | "initDuration">): void {
    const invocation = this.#current;
    if (invocation === undefined) return;
    this.#timer?.cancel();
    const { requestId } = invocation;
    this.#say(this.#platform.report(this.#now(), { ...report, requestId, initDuration: this.#initDuration }));
    this.#initDuration = undefined;
    const logTail =
      this.#tail === undefined ? undefined : Buffer.from(this.#tail.join("\n")).subarray(-TAIL).toString();
    this.#current = undefined;
    this.#tail = undefined;
    invocation.finish({ payload, failed, logTail });
  }

  #end(): void {
    this.#ended = true;
    this.#timer?.cancel();
  }

  #now(): number {
    return this.#options.environment.clock.now();
  }

  #say(lines: readonly string[]): void {
    const now = this.#now();
    for (const line of lines) this.#write([[now, line]]);
  }

  #write(lines: readonly LogLine[]): void {
    for (const [timestamp, line] of lines) {
      this.#tail?.push(line);
      this.#log.write(timestamp, line);
    }
  }
}

/** Such as `2024/01/10/[$LATEST]<32 hex>`. */
function streamName({ clock, ids }: Environment, version: string): string {
  const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
  return `${day}/[${version}]${Buffer.from(ids.bytes(16)).toString("hex")}`;
}
