import type { RoleCaller } from "../../aws/caller.ts";
import type { Call } from "../../aws/service.ts";
import { type Json, type JsonObject, own } from "../../json.ts";
import type { Environment } from "../../module.ts";
import type { Executor } from "../execution/executor.ts";
import type { Outcome } from "../execution/invocation.ts";
import type { Target } from "../functions.ts";
import { functionArn } from "../reference.ts";
import type { QueuedEvent } from "./event-queue.ts";

/** How the handling of an event ended. */
export interface Result {
  readonly condition: "Success" | "RetriesExhausted" | "EventAgeExceeded";
  /** Undefined when the function was never reached. */
  readonly outcome: Outcome | undefined;
  readonly statusCode: number;
}

interface Ended {
  readonly event: QueuedEvent;
  readonly target: Target;
  readonly result: Result;
  readonly call: Call;
}

/** Sends an event that has been handled, or given up, where the function's settings say: destination and dead letters. */
export async function sendAway(environment: Environment, executor: Executor, ended: Ended): Promise<void> {
  const { event, target, result } = ended;
  const { lambda, configuration } = target;
  const succeeded = result.condition === "Success";
  const destinations = own(lambda.eventInvokeConfigs, event.qualifier ?? "$LATEST")?.DestinationConfig;
  const destination = (succeeded ? destinations?.OnSuccess : destinations?.OnFailure)?.Destination;
  const send = async (what: string, arn: string, deliver: (caller: RoleCaller) => Promise<unknown>): Promise<void> => {
    try {
      await deliver(executor.assumeRole(lambda.name, configuration.role));
    } catch (error) {
      environment.log.error(
        `lambda: ${lambda.name}: the event ${event.requestId} is lost: its ${what} ${arn} did not take it: ` +
          `${error instanceof Error ? error.message : error}. The function's role must be allowed to send there.`,
      );
    }
  };
  if (destination !== undefined && destination !== "") {
    const what = succeeded ? "success destination" : "failure destination";
    await send(what, destination, (caller) => deliverRecord(environment, destination, ended, caller));
  }
  const deadLetters = configuration.deadLetters;
  if (!succeeded && deadLetters !== undefined) {
    await send("dead-letter queue", deadLetters, (caller) =>
      deliverDeadLetter(environment, deadLetters, ended, caller),
    );
  }
  if (!succeeded && destination === undefined && deadLetters === undefined) {
    environment.log.warn(
      `lambda: ${lambda.name}: the event ${event.requestId} is dropped (${result.condition}); ` +
        "give the function a deadLetterConfig or a failure destination to keep such events",
    );
  }
}

/** The invocation record (LDG/invocation-async), in the form the destination takes. */
async function deliverRecord(
  environment: Environment,
  destination: string,
  ended: Ended,
  caller: RoleCaller,
): Promise<void> {
  const { event, target, result, call } = ended;
  const source = functionArn(environment.scope, target.lambda.name, event.qualifier ?? "$LATEST");
  const record = JSON.stringify(recordOf(ended, source, environment.clock.now()));
  const options = { caller, parent: call };
  switch (serviceOf(destination)) {
    case "lambda": {
      const payload = Buffer.from(record).toString("base64");
      const input = { FunctionName: destination, InvocationType: "Event", Payload: payload };
      await environment.aws.call("lambda", "Invoke", input, options);
      return;
    }
    case "events": {
      const outcome = result.condition === "Success" ? "Success" : "Failure";
      const entry = {
        Source: "lambda",
        DetailType: `Lambda Function Invocation Result - ${outcome}`,
        EventBusName: destination,
        Resources: [source, destination],
        Detail: record,
      };
      await environment.aws.call("events", "PutEvents", { Entries: [entry] }, options);
      return;
    }
    default:
      await publish(environment, destination, record, {}, options);
  }
}

function recordOf({ event, target, result: { condition, outcome, statusCode } }: Ended, source: string, now: number) {
  return {
    version: "1.0",
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: source,
      condition,
      approximateInvokeCount: event.attempts,
    },
    requestPayload: JSON.parse(event.payload) as Json,
    ...(outcome === undefined
      ? {}
      : {
          responseContext: {
            statusCode,
            executedVersion: target.configuration.version,
            ...(outcome.failed ? { functionError: "Unhandled" } : {}),
          },
          responsePayload: JSON.parse(outcome.payload) as Json,
        }),
  };
}

/** A dead letter is the event itself, with what went wrong in attributes. */
async function deliverDeadLetter(
  environment: Environment,
  deadLetters: string,
  { event, result, call }: Ended,
  caller: RoleCaller,
): Promise<void> {
  const { errorMessage } =
    result.outcome === undefined
      ? { errorMessage: result.condition }
      : (JSON.parse(result.outcome.payload) as { errorMessage?: string });
  const attributes = {
    RequestID: { DataType: "String", StringValue: event.requestId },
    ErrorCode: { DataType: "Number", StringValue: String(result.statusCode) },
    ErrorMessage: { DataType: "String", StringValue: (errorMessage ?? "Unhandled").slice(0, 1024) || "Unhandled" },
  };
  await publish(environment, deadLetters, event.payload, attributes, { caller, parent: call });
}

async function publish(
  environment: Environment,
  arn: string,
  text: string,
  attributes: JsonObject,
  options: { caller: RoleCaller; parent: Call },
): Promise<void> {
  if (serviceOf(arn) === "sns") {
    const input = { TopicArn: arn, Message: text, MessageAttributes: attributes };
    await environment.aws.call("sns", "Publish", input, options);
    return;
  }
  const input = { QueueUrl: queueUrl(environment, arn), MessageBody: text, MessageAttributes: attributes };
  await environment.aws.call("sqs", "SendMessage", input, options);
}

/** The service of an ARN. */
export function serviceOf(arn: string): string {
  return arn.split(":")[2] ?? "";
}

/** The URL of a queue at the local endpoint. */
export function queueUrl({ endpointUrl }: Environment, arn: string): string {
  const [account = "", name = ""] = arn.split(":").slice(4);
  return `${endpointUrl}/${account}/${name}`;
}
