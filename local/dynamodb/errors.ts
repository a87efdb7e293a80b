import { brokenConstraint, validationErrors } from "../aws/broken-constraint.ts";
import { AwsError, frameworkError } from "../aws/error.ts";
import type { JsonObject } from "../json.ts";

const SERVICE = "com.amazonaws.dynamodb.v20120810";

/** An error of DynamoDB's own, as `com.amazonaws.dynamodb.v20120810#…`. */
export function dynamoError(code: string, message: string, fields: JsonObject = {}): AwsError {
  return new AwsError(code, message, { namespace: SERVICE, fields });
}

/** One of the three errors of transactions, whose text the model calls `Message`, with a capital. */
export function transactionError(code: string, message: string, fields: JsonObject = {}): AwsError {
  return dynamoError(code, message, { ...fields, Message: message });
}

/** A `ValidationException`, which comes from the service framework and so has a namespace of its own. */
export function validation(message: string): AwsError {
  return new AwsError("ValidationException", message, { namespace: "com.amazon.coral.validate" });
}

/** A member of another type than the model has for it, in the words of AWS's framework for DynamoDB (dynalite). */
export function serialization(message: string): AwsError {
  return frameworkError("SerializationException", message);
}

/** A member that breaks a constraint of the model, in the words of AWS's framework. */
export function constraint(value: string | null, member: string, must: string): AwsError {
  return validation(validationErrors(brokenConstraint(value, member, must)));
}

/** What operations on the table itself answer for an unknown name. */
export function tableNotFound(name: string): AwsError {
  return dynamoError("ResourceNotFoundException", `Requested resource not found: Table: ${name} not found`);
}

/** What DynamoDB Streams answers for an unknown stream. */
export function streamNotFound(arn: string): AwsError {
  return dynamoError("ResourceNotFoundException", `Requested resource not found: Stream: ${arn} not found`);
}
