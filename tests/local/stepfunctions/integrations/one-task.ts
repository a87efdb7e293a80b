import { AwsError } from "../../../../local/aws/error.ts";
import type { JsonObject } from "../../../../local/json.ts";
import type { Harness } from "../harness.ts";

/** What a fake operation answers. */
export type Answer = (input: JsonObject) => unknown;

/** One Task with an integration. */
export function task(resource: string, parameters: JsonObject = {}, more: JsonObject = {}): JsonObject {
  const Resource = resource.startsWith("arn:") ? resource : `arn:aws:states:::${resource}`;
  return { StartAt: "T", States: { T: { Type: "Task", Resource, Parameters: parameters, End: true, ...more } } };
}

/** The least that each integration wants. */
export const REQUIRED: Readonly<Record<string, JsonObject>> = {
  "dynamodb:putItem": { TableName: "t", Item: {} },
  "lambda:invoke": { FunctionName: "f" },
  "sns:publish": { TopicArn: "t", Message: "m" },
  "sqs:sendMessage": { QueueUrl: "u", MessageBody: "m" },
};

/** Runs it with one fake operation beside Step Functions. */
export async function run(box: Harness, service: string, operation: string, answer: Answer, definition: JsonObject) {
  box.serve(service, { [operation]: answer });
  const description = await box.run(definition, {});
  const output = description["output"];
  return { description, output: typeof output === "string" ? (JSON.parse(output) as JsonObject) : {} };
}

/** An operation that is refused. */
export function refuse(code: string, message: string, status = 400): Answer {
  return () => {
    throw new AwsError(code, message, { status });
  };
}
