import { brokenConstraint, validationErrors } from "../aws/broken-constraint.ts";
import { AwsError } from "../aws/error.ts";

/** CloudWatch's answers, whose texts are widely known and not documented. */
export function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message, { status: 404 });
}

/** What the alarm and dashboard operations say, whose shapes have no `Exception` in their names. */
export function resourceNotFound(message: string): AwsError {
  return new AwsError("ResourceNotFound", message, { status: 404 });
}

/** A request that the alarms' and dashboards' operations do not take. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

/** A request that breaks constraints of the service's model. */
export function brokenModel(broken: readonly string[]): AwsError {
  return validationError(validationErrors(...broken));
}

/** A required member. */
export function required<Value>(value: Value | undefined, member: string): Value {
  if (value !== undefined && value !== "") return value;
  const broken =
    value === undefined
      ? brokenConstraint(null, member, "not be null")
      : brokenConstraint("", member, "have length greater than or equal to 1");
  throw validationError(validationErrors(broken));
}
