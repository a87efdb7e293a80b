import { validationErrors } from "../aws/broken-constraint.ts";
import { AwsError } from "../aws/error.ts";

/** A request that cannot be: `ValidationException`. */
export function validation(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

/** Something that is not there: `ResourceNotFoundException`. */
export function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message);
}

/** An event bus that is not there. */
export function noSuchBus(name: string): AwsError {
  return notFound(`Event bus ${name} does not exist.`);
}

/** A rule that is not on its bus. */
export function noSuchRule(rule: string, bus: string): AwsError {
  return notFound(`Rule ${rule} does not exist on EventBus ${bus}.`);
}

/** A request that breaks constraints of the service's model. */
export function brokenModel(broken: readonly string[]): AwsError {
  return validation(validationErrors(...broken));
}
