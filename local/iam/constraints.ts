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
  if (value === undefined) throw constraint("null", member, "Member must not be null");
  if (value.length === 0) throw constraint("''", member, "Member must have length greater than or equal to 1");
  if (value.length > longest) {
    throw constraint(`'${value}'`, member, `Member must have length less than or equal to ${longest}`);
  }
  if (!NAME.test(value)) {
    throw validationError(
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
  return value;
}

/** A required text. */
export function required(value: string | undefined, member: string): string {
  if (value === undefined) throw constraint("null", member, "Member must not be null");
  if (value.length === 0) throw constraint("''", member, "Member must have length greater than or equal to 1");
  return value;
}

/** The required name of a session: 2 to 64 characters. */
export function sessionNameOf(value: string | undefined): string {
  const name = required(value, "roleSessionName");
  if (/^[\w+=,.@-]{2,64}$/.test(name)) return name;
  throw constraint(
    `'${name}'`,
    "roleSessionName",
    "Member must satisfy regular expression pattern: [\\w+=,.@-]*, and have length between 2 and 64",
  );
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
  if (seconds < 3600) throw durationError(seconds, "greater than or equal to 3600");
  if (seconds > 43_200) throw durationError(seconds, "less than or equal to 43200");
  return seconds;
}

function durationError(seconds: number, bound: string): Error {
  return constraint(`'${seconds}'`, "maxSessionDuration", `Member must have value ${bound}`);
}

function constraint(value: string, member: string, rule: string): Error {
  const shown = value === "null" ? "Value null" : `Value ${value}`;
  return validationError(`1 validation error detected: ${shown} at '${member}' failed to satisfy constraint: ${rule}`);
}
