import { validationErrors } from "../aws/broken-constraint.ts";
import { AwsError } from "../aws/error.ts";

/** IAM's answers, whose texts are widely known where no source is named. */
export function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntity", message, { status: 404 });
}

/** A name that is taken. */
export function entityAlreadyExists(message: string): AwsError {
  return new AwsError("EntityAlreadyExists", message, { status: 409 });
}

/** Something that others hold on to. */
export function deleteConflict(message: string): AwsError {
  return new AwsError("DeleteConflict", message, { status: 409 });
}

/** More than the account may have. */
export function limitExceeded(message: string): AwsError {
  return new AwsError("LimitExceeded", message, { status: 409 });
}

/** A document that is no policy. */
export function malformedPolicy(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message);
}

/** A member that breaks a constraint of the model. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

/** A request that breaks constraints of the service's model. */
export function brokenModel(broken: readonly string[]): AwsError {
  return validationError(validationErrors(...broken));
}

/** Input that the model allows and IAM does not. */
export function invalidInput(message: string): AwsError {
  return new AwsError("InvalidInput", message);
}

/** No role has that name. */
export function roleNotFound(name: string): AwsError {
  return noSuchEntity(`The role with name ${name} cannot be found.`);
}

/** No managed policy has that ARN. */
export function policyNotFound(arn: string): AwsError {
  return noSuchEntity(`Policy ${arn} was not found.`);
}
