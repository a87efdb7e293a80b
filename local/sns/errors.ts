import { AwsError } from "../aws/error.ts";

/** A parameter that cannot be: `Invalid parameter: …`. */
export function invalidParameter(what: string): AwsError {
  return new AwsError("InvalidParameter", `Invalid parameter: ${what}`);
}

/** SNS answers 404 with the shape's Query code. */
export function noSuchTopic(): AwsError {
  return new AwsError("NotFound", "Topic does not exist", { status: 404 });
}

export function noSuchSubscription(): AwsError {
  return new AwsError("NotFound", "Subscription does not exist", { status: 404 });
}
