import { format } from "node:util";
import { LOG_LEVELS, type LogLevel, type LogLine, type WorkerSettings } from "./messages.ts";

type Settings = Pick<WorkerSettings, "logFormat" | "logLevel">;

/** The console's methods and the level each writes at. */
const METHODS = {
  trace: "TRACE",
  debug: "DEBUG",
  log: "INFO",
  info: "INFO",
  warn: "WARN",
  error: "ERROR",
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
  #requestId: string | undefined;

  /** @param send takes lines that are not to wait for the end of the invocation. */
  constructor(settings: Settings, send: (lines: LogLine[]) => void) {
    this.#settings = settings;
    this.#send = send;
    for (const [method, level] of Object.entries(METHODS)) {
      console[method as keyof typeof METHODS] = (...args: unknown[]) => this.write(level, args);
    }
  }

  /** Which request the following lines belong to. */
  begin(requestId: string): void {
    this.#requestId = requestId;
  }

  write(level: LogLevel, args: readonly unknown[]): void {
    const timestamp = Date.now();
    const line =
      this.#settings.logFormat === "JSON" ? this.#json(timestamp, level, args) : this.#text(timestamp, level, args);
    if (line !== undefined) this.#add(timestamp, line);
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

  #text(timestamp: number, level: LogLevel, args: readonly unknown[]): string {
    return `${new Date(timestamp).toISOString()}\t${this.#requestId}\t${level}\t${format(...args)}`;
  }

  #json(timestamp: number, level: LogLevel, args: readonly unknown[]): string | undefined {
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(this.#settings.logLevel)) return undefined;
    const [only] = args;
    const entry = { timestamp: new Date(timestamp).toISOString(), level, requestId: this.#requestId };
    if (args.length === 1 && typeof only === "object" && only !== null && !(only instanceof Error)) {
      try {
        return JSON.stringify({ ...entry, message: only });
      } catch {
        return JSON.stringify({ ...entry, message: format(only) });
      }
    }
    const error = args.find((arg) => arg instanceof Error);
    const message = format(...args);
    if (error === undefined) return JSON.stringify({ ...entry, message });
    return JSON.stringify({
      ...entry,
      message,
      errorType: error.name,
      errorMessage: error.message,
      stackTrace: (error.stack ?? "").split("\n"),
    });
  }
}
