import { StateError } from "../../asl/errors.ts";
import type { TaskRequest } from "../../asl/host.ts";
import { readFrom } from "../../asl/source-text.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { ERRORS, withMetadata } from "./optimized.ts";
import { type Answer, argumentsOf, callAs, type Integration, type TaskContext } from "./task-context.ts";

/**
 * `lambda:invoke` (DG/connect-lambda): `Payload` goes in and comes back as JSON, and a function's error becomes the
 * Task's error.
 */
export const lambda: Integration = async (task, context) => {
  const { Payload, ...rest } = argumentsOf(task);
  const input = { ...rest, ...(Payload === undefined ? {} : { Payload: toBlob(Payload) }) } as JsonObject;
  const answer = await callAs(task, context, "lambda", "Invoke", input, ERRORS.lambda);
  const payload = payloadOf(answer);
  failOnFunctionError(answer, payload);
  const version = answer.output["ExecutedVersion"];
  return withMetadata(
    context,
    "lambda",
    answer,
    { ...answer.output, Payload: parsed(payload) },
    payload,
    typeof version === "string" ? version : "$LATEST",
  );
};

/** A function's ARN used as the resource: the input is the payload, and the result is what the function returned. */
export async function legacyLambda(task: TaskRequest, arn: string, context: TaskContext): Promise<Json> {
  const input = { FunctionName: arn, InvocationType: "RequestResponse", Payload: toBlob(task.parameters) };
  const answer = await callAs(task, context, "lambda", "Invoke", input, ERRORS.lambda);
  const payload = payloadOf(answer);
  failOnFunctionError(answer, payload);
  return readFrom(payload, parsed(payload));
}

function toBlob(payload: Json): string {
  return Buffer.from(JSON.stringify(payload)).toString("base64");
}

function payloadOf(answer: Answer): string {
  const payload = answer.output["Payload"];
  return typeof payload === "string" ? Buffer.from(payload, "base64").toString() : "";
}

function parsed(payload: string): Json {
  if (payload === "") return null;
  try {
    return JSON.parse(payload) as Json;
  } catch {
    return payload;
  }
}

/**
 * Any answer with `FunctionError` fails the Task: the payload's `errorType` names the error, the payload as the runtime
 * wrote it is the cause (linz/geostore#2300, pasted).
 */
function failOnFunctionError(answer: Answer, payload: string): void {
  if (answer.output["FunctionError"] === undefined) return;
  const content = parsed(payload);
  const errorType = isObject(content) ? content["errorType"] : undefined;
  if (typeof errorType === "string" && errorType !== "") throw new StateError(errorType, payload);
  throw new StateError(
    "Lambda.Unknown",
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`,
  );
}
