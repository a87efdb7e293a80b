import { AwsError } from "../aws/error.ts";

/** No distribution has that id. */
export function noSuchDistribution(): AwsError {
  return new AwsError("NoSuchDistribution", "The specified distribution does not exist.", { status: 404 });
}

/** No function has that name, or it is not at that stage. */
export function noSuchFunction(): AwsError {
  return new AwsError("NoSuchFunctionExists", "The specified function does not exist.", { status: 404 });
}

/** CloudFront's writes name the version they are based on. */
export function staleVersion(): AwsError {
  return new AwsError(
    "PreconditionFailed",
    "The request failed because it didn't meet the preconditions in one or more request-header fields.",
    { status: 412 },
  );
}

/** An argument that CloudFront does not take. */
export function invalidArgument(message: string): AwsError {
  return new AwsError("InvalidArgument", message);
}
