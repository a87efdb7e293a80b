import type { InvocationRequest, InvocationResponse } from "@aws-sdk/client-lambda";
import { AwsError } from "../../aws/error.ts";
import type { Call, Operation } from "../../aws/service.ts";
import { jacksonFault } from "../../jackson/fault.ts";
import type { Wire } from "../../json.ts";
import { violation } from "../errors.ts";
import { onFunction } from "../policy.ts";
import { INVOKED_NAME, parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";
import { newTraceId } from "../trace-id.ts";

/** `TraceHeader` is `X-Amzn-Trace-Id`, which services pass on and the API's shapes leave out. */
export type InvokeInput = Wire<InvocationRequest> & { readonly TraceHeader?: string };

/** The largest events, in bytes (LDG/gettingstarted-limits). */
const MAX_SYNCHRONOUS = 6_291_456;
const MAX_ASYNCHRONOUS = 1_048_576;
const MAX_CLIENT_CONTEXT = 3583;

/** Runs a function and waits, or queues an event for it, or only asks whether that would be allowed. */
export const invoke: Operation<Lambda, InvokeInput, Wire<InvocationResponse>> = {
  name: "Invoke",
  permissions: (input, state) => [onFunction(state, "InvokeFunction", input.FunctionName, input.Qualifier)],
  run: (input, call, state) => {
    const reference = parseReference(input.FunctionName, input.Qualifier, INVOKED_NAME);
    const { InvocationType: type = "RequestResponse", LogType: logs = "None" } = input;
    if (logs !== "None" && logs !== "Tail") throw violation("logType", logs, "satisfy enum value set: [Tail, None]");
    switch (type) {
      case "RequestResponse":
        return synchronous(state, input, call);
      case "Event": {
        const event = eventOf(input, MAX_ASYNCHRONOUS, type);
        state.functions.resolve(reference, () => 1);
        const traceId = input.TraceHeader ?? newTraceId(state.environment);
        const { name, qualifier } = reference;
        state.events.accept({ requestId: call.requestId, name, qualifier, payload: event, traceId });
        return { StatusCode: 202 };
      }
      case "DryRun":
        state.functions.resolve(reference, () => 1);
        return { StatusCode: 204 };
      default: {
        const never: never = type;
        throw violation("invocationType", never, "satisfy enum value set: [Event, RequestResponse, DryRun]");
      }
    }
  },
};

async function synchronous(state: Lambda, input: InvokeInput, call: Call): Promise<Wire<InvocationResponse>> {
  const reference = parseReference(input.FunctionName, input.Qualifier, INVOKED_NAME);
  const target = state.functions.resolve(reference, () => state.environment.ids.random());
  const outcome = await state.executor.run(target, {
    requestId: call.requestId,
    event: eventOf(input, MAX_SYNCHRONOUS, "RequestResponse"),
    traceId: input.TraceHeader ?? newTraceId(state.environment),
    clientContext: clientContextOf(input.ClientContext),
    call,
    tail: input.LogType === "Tail",
  });
  return {
    StatusCode: 200,
    ...(outcome.failed ? { FunctionError: "Unhandled" } : {}),
    ...(outcome.logTail === undefined ? {} : { LogResult: Buffer.from(outcome.logTail).toString("base64") }),
    Payload: Buffer.from(outcome.payload).toString("base64"),
    ExecutedVersion: target.configuration.version,
  };
}

/** The event as JSON text; nothing at all stands for an empty object. */
function eventOf({ Payload: payload = "" }: InvokeInput, most: number, type: string): string {
  if (payload === "") return "{}";
  const bytes = Buffer.from(payload, "base64");
  if (bytes.length > most) {
    throw new AwsError(
      "RequestEntityTooLargeException",
      type === "Event"
        ? `${bytes.length} byte payload is too large for the Event invocation type (limit ${most} bytes)`
        : `Request must be smaller than ${most} bytes for the InvokeFunction operation`,
      { status: 413 },
    );
  }
  const text = bytes.toString();
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError(
      "InvalidRequestContentException",
      `Could not parse request body into json: Could not parse payload into json: ${jacksonFault(text, "byte[]")}`,
    );
  }
  return text;
}

function clientContextOf(encoded: string | undefined): string | undefined {
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString();
  try {
    if (encoded.length > MAX_CLIENT_CONTEXT) throw new Error(`longer than ${MAX_CLIENT_CONTEXT} bytes`);
    JSON.parse(text);
  } catch (error) {
    throw new AwsError(
      "InvalidRequestContentException",
      `Client context must be a valid Base64-encoded JSON object: ${error instanceof Error ? error.message : error}`,
    );
  }
  return text;
}
