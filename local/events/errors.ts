import { AwsError } from "../aws/error.ts";

/** A request that cannot be: `ValidationException`. */
export function validation(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

/** Something that is not there: `ResourceNotFoundException`. */
export function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message);
}

export function noSuchBus(name: string): AwsError {
  return notFound(`Event bus ${name} does not exist.`);
}

export function noSuchRule(rule: string, bus: string): AwsError {
  return notFound(`Rule ${rule} does not exist on EventBus ${bus}.`);
}

/** A constraint of the service model, worded as AWS's JSON services word it (aws-services.md §9.2). */
export function constraint(value: string, member: string, must: string): AwsError {
  return validation(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${must}`,
  );
}
