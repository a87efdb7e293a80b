import { AwsError, type AwsErrorDetails, frameworkError } from "../aws/error.ts";
import type { JsonObject } from "../json.ts";
import { UNKNOWNS } from "./unknowns.ts";

/**
 * Step Functions' exceptions as the service words them. `__type` carries the Java namespace of the Simple Workflow
 * code base the service grew out of; checks of shapes come from the framework below it and carry its namespace.
 */
const NAMESPACE = "com.amazonaws.swf.service.v2.model";
const CORAL_VALIDATE = "com.amazon.coral.validate";

function exception(code: string, message: string, details: AwsErrorDetails = {}): AwsError {
  return new AwsError(code, message, { namespace: NAMESPACE, ...details });
}

/** The reasons that come with some of the service's own ValidationExceptions (model: ValidationExceptionReason). */
export type ValidationReason =
  | "API_DOES_NOT_SUPPORT_LABELED_ARNS"
  | "MISSING_REQUIRED_PARAMETER"
  | "CANNOT_UPDATE_COMPLETED_MAP_RUN"
  | "INVALID_ROUTING_CONFIGURATION";

/** The service's own refusal of a value that has the right shape. */
export function validationException(message: string, reason?: ValidationReason): AwsError {
  const fields: JsonObject = reason === undefined ? {} : { reason };
  return exception("ValidationException", message, { fields });
}

/** A member that breaks its shape's constraints, in the framework's words. */
export function constraintViolation(message: string): AwsError {
  return new AwsError("ValidationException", message, { namespace: CORAL_VALIDATE });
}

/** A member of another JSON type than its shape's. */
export function serializationException(message: string): AwsError {
  return frameworkError("SerializationException", message);
}

export function invalidName(name: string): AwsError {
  return exception("InvalidName", `Invalid Name: '${name}'`);
}

export function invalidArn(detail: string): AwsError {
  return exception("InvalidArn", `Invalid Arn: '${detail}'`);
}

export function invalidToken(): AwsError {
  return exception("InvalidToken", "Invalid Token: 'Invalid token'");
}

/** `message` whole, as `invalidDefinitionMessage` makes it. */
export function invalidDefinition(message: string): AwsError {
  return exception("InvalidDefinition", message);
}

export function invalidExecutionInput(detail: string): AwsError {
  return exception("InvalidExecutionInput", `Invalid State Machine Execution Input: '${detail}'`);
}

/** Why a text is no JSON, as Step Functions' answers quote Jackson. */
export function jacksonDetail(fault: string): string {
  if (!UNKNOWNS.namesJacksonException) return fault;
  const name = fault.startsWith("Unexpected end-of-input") ? "io.JsonEOFException" : "JsonParseException";
  return `com.fasterxml.jackson.core.${name}: ${fault}`;
}

export function invalidOutput(detail: string): AwsError {
  return exception("InvalidOutput", `Invalid Output: '${detail}'`);
}

export function invalidLoggingConfiguration(detail: string): AwsError {
  return exception("InvalidLoggingConfiguration", `Invalid Logging Configuration: ${detail}`);
}

export function invalidEncryptionConfiguration(detail: string): AwsError {
  return exception("InvalidEncryptionConfiguration", `Invalid Encryption Configuration: ${detail}`);
}

export function accessDenied(message: string): AwsError {
  return exception("AccessDeniedException", message);
}

export function conflict(message: string): AwsError {
  return exception("ConflictException", message, { status: 409 });
}

export function serviceQuotaExceeded(message: string): AwsError {
  return exception("ServiceQuotaExceededException", message, { status: 402 });
}

export function missingRequiredParameter(): AwsError {
  return exception(
    "MissingRequiredParameter",
    "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
  );
}

export function stateMachineAlreadyExists(arn: string): AwsError {
  return exception("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`);
}

export function stateMachineDeleting(arn: string): AwsError {
  return exception("StateMachineDeleting", `State Machine is being deleted: '${arn}'`);
}

export function stateMachineDoesNotExist(arn: string): AwsError {
  return exception("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
}

export function stateMachineLimitExceeded(): AwsError {
  return exception("StateMachineLimitExceeded", "The maximum number of state machines has been reached.");
}

export function stateMachineTypeNotSupported(): AwsError {
  return exception("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine");
}

export function executionAlreadyExists(arn: string): AwsError {
  return exception("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
}

export function executionDoesNotExist(arn: string): AwsError {
  return exception("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
}

export function executionNotRedrivable(detail: string): AwsError {
  return exception("ExecutionNotRedrivable", detail);
}

export function activityDoesNotExist(arn: string): AwsError {
  return exception("ActivityDoesNotExist", `Activity Does Not Exist: '${arn}'`);
}

export function activityAlreadyExists(arn: string): AwsError {
  return exception("ActivityAlreadyExists", `Activity Already Exists: '${arn}'`);
}

export function activityLimitExceeded(): AwsError {
  return exception("ActivityLimitExceeded", "The maximum number of activities has been reached.");
}

/** Developer guide, "Quotas": the text is AWS's. */
export function activityWorkerLimitExceeded(): AwsError {
  return exception(
    "ActivityWorkerLimitExceeded",
    "The maximum number of workers concurrently polling for activity tasks has been reached.",
  );
}

/** A token that was issued and is not waited for any more: used, expired, or its execution has ended. */
export function taskTimedOut(): AwsError {
  return exception("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
}

/** The activity of the task has been deleted. */
export function taskDoesNotExist(arn: string): AwsError {
  return exception("TaskDoesNotExist", `Task Does Not Exist: '${arn}'`);
}

/** An alias, or the version that one is to route to, that is not there. */
export function referenceNotFound(arn: string): AwsError {
  return exception("ResourceNotFound", "Request references a resource that does not exist.", {
    fields: { resourceName: arn },
  });
}

export function resourceNotFound(arn: string): AwsError {
  return exception("ResourceNotFound", `Resource not found: '${arn}'`, { fields: { resourceName: arn } });
}

export function tooManyTags(arn: string): AwsError {
  return exception("TooManyTags", `Too many tags: '${arn}'`, { fields: { resourceName: arn } });
}
