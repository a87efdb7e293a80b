import { AwsError } from "../aws/error.ts";

/** CloudWatch Logs' answers (aws-services.md §8): JSON 1.1, status 400. */
export function notFound(what: "group" | "stream"): AwsError {
  return new AwsError("ResourceNotFoundException", `The specified log ${what} does not exist.`);
}

export function alreadyExists(what: "group" | "stream"): AwsError {
  return new AwsError("ResourceAlreadyExistsException", `The specified log ${what} already exists`);
}

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

/** A broken constraint of one member. */
export function constraint(value: string | null, member: string, rule: string): AwsError {
  const shown = value === null ? "null" : `'${value}'`;
  return invalidParameter(
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${rule}`,
  );
}
