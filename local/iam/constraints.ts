import { brokenConstraint, validationErrors } from "../aws/broken-constraint.ts";
import { validationError } from "./errors.ts";

/** Characters of names of roles and policies. */
const NAME = /^[\w+=,.@-]+$/;
const PATH = /^\/([!-~]+\/)?$/;

/**
 * A required name.
 *
 * @param member as IAM spells it in messages: `roleName`.
 * @throws AwsError `ValidationError`.
 */
export function nameOf(value: string | undefined, member: string, longest: number): string {
  const name = required(value, member);
  if (name.length > longest) throw constraint(name, member, `have length less than or equal to ${longest}`);
  if (!NAME.test(name)) {
    throw validationError(
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
  return name;
}

/** A required text. */
export function required(value: string | undefined, member: string): string {
  if (value === undefined) throw constraint(value, member, "not be null");
  if (value.length === 0) throw constraint(value, member, "have length greater than or equal to 1");
  return value;
}

/** The required name of a session: 2 to 64 characters. */
export function sessionNameOf(value: string | undefined): string {
  const name = value ?? "";
  const broken = [
    ...(value === undefined ? ["not be null"] : lengthRules(name, 2, 64)),
    ...(/^[\w+=,.@-]*$/.test(name) ? [] : ["satisfy regular expression pattern: [\\w+=,.@-]*"]),
  ];
  if (broken.length > 0) throw constraint(value, "roleSessionName", ...broken);
  return name;
}

/** A required ARN, of which only the length is looked at here: 20 to 2048 characters. */
export function arnOf(value: string | undefined, member: string): string {
  const broken = value === undefined ? ["not be null"] : lengthRules(value, 20, 2048);
  if (broken.length > 0) throw constraint(value, member, ...broken);
  return value ?? "";
}

/** @throws AwsError `ValidationError` for a number beyond its bounds. */
export function checkRange(value: number, member: string, least: number, most: number): void {
  if (value < least) throw constraint(value, member, `have value greater than or equal to ${least}`);
  if (value > most) throw constraint(value, member, `have value less than or equal to ${most}`);
}

function lengthRules(value: string, least: number, most: number): string[] {
  if (value.length < least) return [`have length greater than or equal to ${least}`];
  return value.length > most ? [`have length less than or equal to ${most}`] : [];
}

/** `/` unless given; it begins and ends with a slash. */
export function pathOf(value: string | undefined): string {
  const path = value ?? "/";
  if (PATH.test(path) && path.length <= 512) return path;
  throw validationError(
    "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
  );
}

/** Seconds a session may last: one hour unless given, twelve at most. */
export function sessionDurationOf(value: number | undefined): number {
  const seconds = value ?? 3600;
  checkRange(seconds, "maxSessionDuration", 3600, 43_200);
  return seconds;
}

/** Everything that is wrong with one member. */
function constraint(value: string | number | undefined, member: string, ...musts: readonly string[]): Error {
  const shown = value === undefined ? null : String(value);
  return validationError(validationErrors(...musts.map((must) => brokenConstraint(shown, member, must))));
}
