import { brokenConstraint, validationErrors } from "../aws/broken-constraint.ts";
import { AwsError } from "../aws/error.ts";

/** A parameter that cannot be: `Invalid parameter: …`. */
export function invalidParameter(what: string): AwsError {
  return new AwsError("InvalidParameter", `Invalid parameter: ${what}`);
}

/** Something that must be an ARN and is not. */
export function invalidArn(parameter: string, text: string | undefined): AwsError {
  const parts = (text ?? "").split(":").length;
  return invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${parts}`);
}

/** A member that the service's model requires. */
export function missing(member: string): AwsError {
  return new AwsError("ValidationError", validationErrors(brokenConstraint(null, member, "not be null")));
}

/** A message attribute that cannot be. */
export function invalidAttribute(message: string): AwsError {
  return new AwsError("ParameterValueInvalid", message);
}

/** SNS answers 404 with the shape's Query code. */
export function noSuchTopic(): AwsError {
  return new AwsError("NotFound", "Topic does not exist", { status: 404 });
}

/** SNS answers 404 with the shape's Query code. */
export function noSuchSubscription(): AwsError {
  return new AwsError("NotFound", "Subscription does not exist", { status: 404 });
}
