import { AwsError } from "../aws/error.ts";
import type { JsonObject } from "../json.ts";

const SERVICE = "com.amazonaws.dynamodb.v20120810";

/** An error of DynamoDB's own, as `com.amazonaws.dynamodb.v20120810#…`. */
export function dynamoError(code: string, message: string, fields: JsonObject = {}): AwsError {
  return new AwsError(code, message, { namespace: SERVICE, fields });
}

/** A `ValidationException`, which comes from the service framework and so has a namespace of its own. */
export function validation(message: string): AwsError {
  return new AwsError("ValidationException", message, { namespace: "com.amazon.coral.validate" });
}

/** What operations on the table itself answer for an unknown name. */
export function tableNotFound(name: string): AwsError {
  return dynamoError("ResourceNotFoundException", `Requested resource not found: Table: ${name} not found`);
}

/** What DynamoDB Streams answers for an unknown stream. */
export function streamNotFound(arn: string): AwsError {
  return dynamoError("ResourceNotFoundException", `Requested resource not found: Stream: ${arn} not found`);
}
