import { brokenConstraint, validationErrors } from "../aws/broken-constraint.ts";
import { AwsError } from "../aws/error.ts";

/** Lambda's answer for a function, alias, version or mapping that does not exist. */
export function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message, { status: 404 });
}

/** What is asked of a function that does not exist. */
export function functionNotFound(arn: string): AwsError {
  return notFound(`Function not found: ${arn}`);
}

/** A parameter that the model allows and Lambda does not. */
export function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}

/** Something that is there already or in use. */
export function conflict(message: string): AwsError {
  return new AwsError("ResourceConflictException", message, { status: 409 });
}

/** A constraint of the API's model that an input breaks, in the words of AWS's JSON services. */
export function violation(member: string, value: unknown, must: string): AwsError {
  return new AwsError("ValidationException", validationErrors(brokenConstraint(String(value), member, must)));
}

/** A request that breaks constraints of the service's model. */
export function brokenModel(broken: readonly string[]): AwsError {
  return new AwsError("ValidationException", validationErrors(...broken));
}

/** What the local runtime does not do, refused by name. */
export function unsupported(what: string): AwsError {
  return invalid(`${what} is not implemented by the local runtime`);
}
