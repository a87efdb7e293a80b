/** What a worker thread is started with. */
export interface WorkerSettings {
  /** The folder with the unpacked code, AWS's `/var/task`. */
  readonly taskRoot: string;
  /** Such as `index.handler`. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly memorySize: number;
  readonly logGroup: string;
  readonly logStream: string;
  readonly logFormat: "Text" | "JSON";
  /** The least level that is logged; only the JSON format filters. */
  readonly logLevel: LogLevel;
  /** The URL of a file of this project, whose packages stand in for those of AWS's runtime. */
  readonly packagesFrom: string;
  /** How far the runtime's time is from the machine's, for code that asks while it is loaded. In milliseconds. */
  readonly timeDifference: number;
  /** Where calls to `*.amazonaws.com` go: `http://localhost:4900`. */
  readonly endpointUrl: string;
}

/** Levels of application logs, from the most to the least talkative. */
export const LOG_LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Host → worker: one event to handle. */
export interface InvokeMessage {
  readonly requestId: string;
  /** The event as JSON text. */
  readonly event: string;
  readonly functionArn: string;
  /** How long the handler may run, in milliseconds. */
  readonly timeout: number;
  /** The runtime's time, which `Date` then shows inside the handler as well. Epoch milliseconds. */
  readonly now: number;
  readonly traceId: string;
  /** JSON text. */
  readonly clientContext: string | undefined;
}

/** One line of a handler's log. Epoch milliseconds. */
export type LogLine = readonly [timestamp: number, line: string];

/** Worker → host. */
export type WorkerMessage =
  | { readonly kind: "ready"; readonly duration: number; readonly logs: readonly LogLine[] }
  /** The code could not be loaded: this ends the worker. `error` is AWS's error object as JSON text. */
  | {
      readonly kind: "unloadable";
      readonly error: string;
      readonly errorType: string;
      readonly logs: readonly LogLine[];
    }
  | { readonly kind: "logs"; readonly logs: readonly LogLine[] }
  | InvocationResult;

/** How an invocation ended in the handler's own hands. */
export interface InvocationResult {
  readonly kind: "done";
  /** JSON text: what the handler returned, or AWS's error object. */
  readonly payload: string;
  readonly failed: boolean;
  /** The worker ends after this. */
  readonly fatal: boolean;
  /** Milliseconds the handler took. */
  readonly duration: number;
  /** Bytes of heap in use. */
  readonly memory: number;
  readonly logs: readonly LogLine[];
}
