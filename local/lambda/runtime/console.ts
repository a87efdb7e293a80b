import { format } from "node:util";
import { asError, asOnAws, errorText } from "./errors.ts";
import { LOG_LEVELS, type LogLevel, type LogLine, type WorkerSettings } from "./messages.ts";

type Settings = Pick<WorkerSettings, "logFormat" | "logLevel" | "taskRoot">;

/** The console's methods and the level each writes at. */
const METHODS = {
  trace: "TRACE",
  debug: "DEBUG",
  log: "INFO",
  info: "INFO",
  warn: "WARN",
  error: "ERROR",
  fatal: "FATAL",
} as const;

/**
 * The handler's console: collects lines in the form the function's log format asks for
 * (LDG/monitoring-cloudwatchlogs-logformat).
 */
export class HandlerLog {
  readonly #settings: Settings;
  readonly #send: (lines: LogLine[]) => void;
  #lines: LogLine[] = [];
  #scheduled: NodeJS.Immediate | undefined;
  /** What stands for the request while code is loaded (`@aws/lambda-invoke-store`, which AWS's runtime asks). */
  #requestId = "-";

  /** @param send takes lines that are not to wait for the end of the invocation. */
  constructor(settings: Settings, send: (lines: LogLine[]) => void) {
    this.#settings = settings;
    this.#send = send;
    const methods = Object.entries(METHODS).map(([method, level]) => {
      return [method, (message?: unknown, ...params: unknown[]) => this.write(level, message, ...params)] as const;
    });
    Object.assign(console, Object.fromEntries(methods));
  }

  /** Which request the following lines belong to. */
  begin(requestId: string): void {
    this.#requestId = requestId;
  }

  write(level: LogLevel, message: unknown, ...params: unknown[]): void {
    const timestamp = Date.now();
    if (this.#settings.logFormat === "Text") {
      this.#add(timestamp, this.#text(timestamp, level, format(message, ...params)));
    } else if (LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(this.#settings.logLevel)) {
      this.#add(timestamp, this.#json(timestamp, level, message, params));
    }
  }

  /**
   * What a handler threw, in the form of the log: text names the occasion, JSON has the error alone (ric
   * `logging/log-patch.ts`).
   *
   * @param occasion such as `Invoke Error`.
   */
  writeError(occasion: string, thrown: unknown): void {
    const { logFormat, taskRoot } = this.#settings;
    if (logFormat === "JSON") this.write("ERROR", asError(thrown));
    else this.write("ERROR", occasion, `\t${errorText(asError(thrown), taskRoot)}`);
  }

  /** A line of the runtime itself, which is plain whatever the log format. */
  writeOwn(level: LogLevel, text: string): void {
    const timestamp = Date.now();
    this.#add(timestamp, `[${level}] [${timestamp}] LAMBDA_RUNTIME ${text}`);
  }

  #add(timestamp: number, line: string): void {
    this.#lines.push([timestamp, line]);
    this.#scheduled ??= setImmediate(() => this.flush());
  }

  /** Takes the lines collected, to send them along with an answer. */
  take(): LogLine[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  flush(): void {
    this.#scheduled = undefined;
    if (this.#lines.length > 0) this.#send(this.take());
  }

  #text(timestamp: number, level: LogLevel, text: string): string {
    return `${new Date(timestamp).toISOString()}\t${this.#requestId}\t${level}\t${text}`;
  }

  /** One value stays what it is, errors inside it included; several are formatted (ric `logging/formatter.ts`). */
  #json(timestamp: number, level: LogLevel, message: unknown, params: readonly unknown[]): string {
    const entry = { timestamp: new Date(timestamp).toISOString(), level, requestId: this.#requestId };
    if (params.length === 0) {
      try {
        return this.#asOnAws(JSON.stringify({ ...entry, message }, (_name, value: unknown) => structured(value)));
      } catch {
        return JSON.stringify({ ...entry, message: format(message) });
      }
    }
    const error = params.find((param) => param instanceof Error);
    const details = error === undefined ? {} : described(error);
    return this.#asOnAws(JSON.stringify({ ...entry, message: format(message, ...params), ...details }));
  }

  #asOnAws(text: string): string {
    return asOnAws(text, this.#settings.taskRoot);
  }
}

/** An error as JSON shows it, and everything else as it is. */
function structured(value: unknown): unknown {
  return value instanceof Error ? { ...described(value), ...value } : value;
}

/** By the name of its class, whatever the error calls itself. */
function described(error: Error) {
  const { message, stack } = error;
  return { errorType: error.constructor.name, errorMessage: message, stackTrace: stack?.split("\n") ?? [] };
}
