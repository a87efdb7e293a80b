import { brokenConstraint, validationErrors } from "../aws/broken-constraint.ts";
import { AwsError } from "../aws/error.ts";

/** CloudWatch Logs' answers: JSON 1.1, status 400. */
export function notFound(what: "group" | "stream"): AwsError {
  return new AwsError("ResourceNotFoundException", `The specified log ${what} does not exist.`);
}

/** A group or stream whose name is taken. */
export function alreadyExists(what: "group" | "stream"): AwsError {
  return new AwsError("ResourceAlreadyExistsException", `The specified log ${what} already exists`);
}

/** A parameter that cannot be. */
export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

/** A member that breaks a constraint of the service's model. */
export function constraint(value: string | null, member: string, must: string): AwsError {
  return invalidParameter(validationErrors(brokenConstraint(value, member, must)));
}

/** A request that breaks constraints of the service's model. */
export function brokenModel(broken: readonly string[]): AwsError {
  return invalidParameter(validationErrors(...broken));
}

/** AWS says no more than this of a pattern whose parts make no sense together (aws/aws-toolkit-jetbrains#3219). */
export function unreadablePattern(): AwsError {
  return invalidParameter("Invalid filter pattern");
}

/**
 * What is no part of a pattern, as far as it was read: `:` outside of quotes, `$."` for a quoted field, `""`
 * (dougmoscrop/serverless-plugin-log-subscription#47 and DefangLabs/defang#1008 paste the text).
 */
export function unreadableCharacters(characters: string): AwsError {
  return invalidParameter(`Invalid character(s) in term '${characters}'`);
}
