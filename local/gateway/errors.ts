import { AwsError } from "../aws/error.ts";

/** No such thing: status 404. */
export function notFound(message: string): AwsError {
  return new AwsError("NotFoundException", message, { status: 404 });
}

/** A request that cannot be. */
export function badRequest(message: string): AwsError {
  return new AwsError("BadRequestException", message, { status: 400 });
}

/** Something else stands in the way: status 409. */
export function conflict(message: string): AwsError {
  return new AwsError("ConflictException", message, { status: 409 });
}

/** A connection that is not there any more, or never was: 410 with an empty body (localstack/localstack#4694). */
export function gone(): AwsError {
  return new AwsError("GoneException", "", { status: 410 });
}

/** The management API's refusal of another host or stage. */
export function forbidden(): AwsError {
  return new AwsError("ForbiddenException", "Forbidden", { status: 403 });
}

/** A member that must be there. */
export function required<T>(value: T | undefined, member: string): T {
  if (value === undefined || value === null) throw badRequest(`${member} is required`);
  return value;
}
