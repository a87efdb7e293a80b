import type { Json, JsonObject } from "../../json.ts";
import { optimizedErrors } from "./error-naming.ts";
import { sdkMetadata } from "./sdk-metadata.ts";
import { type SdkService, sdkService } from "./sdk-model.ts";
import type { Answer, ErrorNaming, TaskContext } from "./task-context.ts";

/** The API model an optimized integration is built on; it is always there, the runtime serves the service. */
function modelOf(name: string): SdkService {
  const model = sdkService(name);
  if (model === undefined) throw new Error(`no SDK model of ${name}`);
  return model;
}

/** The optimized integrations' errors, one service a line: prefix, service and base class of the SDK for Java 1. */
export const ERRORS = {
  lambda: optimizedErrors({
    prefix: "Lambda",
    service: "AWSLambda",
    base: "AWSLambdaException",
    model: modelOf("lambda"),
  }),
  dynamodb: optimizedErrors({
    prefix: "DynamoDB",
    service: "AmazonDynamoDBv2",
    base: "AmazonDynamoDBException",
    model: modelOf("dynamodb"),
  }),
  sqs: optimizedErrors({ prefix: "SQS", service: "AmazonSQS", base: "AmazonSQSException", model: modelOf("sqs") }),
  sns: optimizedErrors({ prefix: "SNS", service: "AmazonSNS", base: "AmazonSNSException", model: modelOf("sns") }),
  events: optimizedErrors({
    prefix: "EventBridge",
    service: "AmazonEventBridge",
    base: "AmazonEventBridgeException",
    model: modelOf("eventbridge"),
  }),
  states: optimizedErrors({
    prefix: "StepFunctions",
    service: "AWSStepFunctions",
    base: "AWSStepFunctionsException",
    model: modelOf("sfn"),
  }),
} satisfies Record<string, ErrorNaming>;

/**
 * An answer's members with the SDK's metadata, keys in alphabetical order as Step Functions prints them.
 *
 * @param body the answer as it is on the wire, whose length the metadata shows.
 * @param version the version of the function that ran, for lambda:invoke.
 */
export function withMetadata(
  context: TaskContext,
  service: string,
  answer: Answer,
  members: JsonObject,
  body = JSON.stringify(answer.output),
  version?: string,
): JsonObject {
  const result: JsonObject = {
    ...members,
    ...sdkMetadata(context.environment, service, answer.requestId, body, version),
  };
  const sorted: Record<string, Json | undefined> = {};
  for (const name of Object.keys(result).sort()) if (result[name] !== undefined) sorted[name] = result[name];
  return sorted;
}
