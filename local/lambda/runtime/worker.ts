import { getHeapStatistics } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { clientContextOf } from "./client-context.ts";
import { HandlerLog } from "./console.ts";
import { setTime, shiftTime } from "./date.ts";
import { errorObject, RuntimeError } from "./errors.ts";
import { type Handler, loadHandler } from "./loader.ts";
import type { InvokeMessage, WorkerMessage, WorkerSettings } from "./messages.ts";
import { redirectAws } from "./redirect.ts";
import { closeSandbox } from "./sandbox.ts";

/**
 * One execution environment of a function: the runtime of nodejs24.x in a worker thread. It loads the handler once and
 * then handles one event at a time.
 */

/** The largest answer of a synchronous invocation, in bytes: 6 MB and what AWS adds to it. */
const MAX_RESPONSE = 6_291_556;
const TOO_LARGE = JSON.stringify({
  errorType: "Function.ResponseSizeTooLarge",
  errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE} bytes).`,
});
/** What the runtime logs then (anomalyco/console#63, heyito/ito#454). */
const NOT_TAKEN = `Failed to post handler success response. Http response code: 413. ${JSON.stringify({
  errorMessage: `Exceeded maximum allowed payload size (${MAX_RESPONSE} bytes).`,
  errorType: "RequestEntityTooLarge",
})}`;

const settings = workerData as WorkerSettings;
const port = parentPort;
if (port === null) throw new Error("the Lambda runtime runs in a worker thread only");

const send = (message: WorkerMessage): void => port.postMessage(message);
const log = new HandlerLog(settings, (logs) => send({ kind: "logs", logs }));
let handler: Handler;
let started = 0;

process.on("unhandledRejection", (reason) =>
  crash(new RuntimeError("Runtime.UnhandledPromiseRejection", reason), "Unhandled Promise Rejection"),
);
process.on("uncaughtException", (error) => crash(error, "Uncaught Exception"));
Object.assign(globalThis, {
  awslambda: {
    streamifyResponse: () => {
      throw new Error("awslambda.streamifyResponse is not implemented by the local runtime: return the whole response");
    },
  },
});
redirectAws(settings.endpointUrl);
closeSandbox();
void start();

async function start(): Promise<void> {
  const begin = performance.now();
  shiftTime(settings.timeDifference);
  try {
    handler = await loadHandler(settings);
  } catch (error) {
    log.writeError("Uncaught Exception", error);
    const shown = errorObject(error, settings.taskRoot);
    send({ kind: "unloadable", error: JSON.stringify(shown), errorType: shown.errorType, logs: log.take() });
    return;
  }
  port?.on("message", (message: InvokeMessage) => void invoke(message));
  send({ kind: "ready", duration: performance.now() - begin, logs: log.take() });
}

async function invoke(message: InvokeMessage): Promise<void> {
  setTime(message.now);
  log.begin(message.requestId);
  process.env["_X_AMZN_TRACE_ID"] = message.traceId;
  started = performance.now();
  try {
    // A handler may answer without a promise; awaiting one that is none would cost a turn for nothing.
    const returned = handler(JSON.parse(message.event), context(message, started));
    const text = stringify(isPromise(returned) ? await returned : returned);
    if (!isTooLarge(text)) {
      done(text, false);
      return;
    }
    log.writeOwn("ERROR", NOT_TAKEN);
    done(TOO_LARGE, true);
  } catch (error) {
    log.writeError("Invoke Error", error);
    done(JSON.stringify(errorObject(error, settings.taskRoot)), true);
  }
}

function context(message: InvokeMessage, begin: number): object {
  const { clientContext, w3c } = clientContextOf(message.clientContext);
  return {
    clientContext,
    identity: undefined,
    invokedFunctionArn: message.functionArn,
    awsRequestId: message.requestId,
    tenantId: undefined,
    xRayTraceId: message.traceId,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(message.timeout - (performance.now() - begin))),
    w3c: () => w3c,
    functionName: settings.functionName,
    functionVersion: settings.functionVersion,
    memoryLimitInMB: String(settings.memorySize),
    logGroupName: settings.logGroup,
    logStreamName: settings.logStream,
  };
}

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch {
    throw new RuntimeError("Runtime.JSONStringifyError", "Unable to stringify response body");
  }
}

function isTooLarge(text: string): boolean {
  return text.length * 3 > MAX_RESPONSE && Buffer.byteLength(text) > MAX_RESPONSE;
}

function done(payload: string, failed: boolean, fatal = false): void {
  const duration = performance.now() - started;
  send({
    kind: "done",
    payload,
    failed,
    fatal,
    duration,
    memory: getHeapStatistics().used_heap_size,
    logs: log.take(),
  });
}

/** An error nobody awaits ends the invocation under way, and the environment with it. */
function crash(error: unknown, what: string): void {
  log.writeError(what, error);
  done(JSON.stringify(errorObject(error, settings.taskRoot)), true, true);
  process.exit(128);
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
