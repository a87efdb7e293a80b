import { constraint, invalidParameter } from "./errors.ts";

const GROUP = /^[.\-_/#A-Za-z0-9]+$/;

/** @throws AwsError `InvalidParameterException`. */
export function groupName(value: string | undefined): string {
  const name = value ?? "";
  if (value === undefined) throw constraint(null, "logGroupName", "not be null");
  if (name.length < 1) throw constraint(name, "logGroupName", "have length greater than or equal to 1");
  if (name.length > 512) throw constraint(name, "logGroupName", "have length less than or equal to 512");
  if (!GROUP.test(name)) {
    throw constraint(name, "logGroupName", "satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
  }
  return name;
}

/** @throws AwsError `InvalidParameterException`. */
export function streamName(value: string | undefined): string {
  const name = value ?? "";
  if (value === undefined) throw constraint(null, "logStreamName", "not be null");
  if (name.length < 1) throw constraint(name, "logStreamName", "have length greater than or equal to 1");
  if (name.length > 512) throw constraint(name, "logStreamName", "have length less than or equal to 512");
  if (/[:*]/.test(name)) {
    throw constraint(name, "logStreamName", "satisfy regular expression pattern: [^:*]*");
  }
  return name;
}

/** A group's name out of a name or an ARN, with or without `:*`. */
export function identifiedGroup(identifier: string | undefined, name: string | undefined): string {
  if (identifier === undefined) return groupName(name);
  if (name !== undefined) {
    throw invalidParameter("logGroupName and logGroupIdentifier are mutually exclusive: specify one of them.");
  }
  const arn = /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\*)?$/.exec(identifier);
  return groupName(arn?.[1] ?? identifier);
}

/** Days that a group may keep its events. */
export const RETENTIONS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

/** @throws AwsError `InvalidParameterException`. */
export function limitOf(value: number | undefined, most: number, otherwise: number): number {
  const limit = value ?? otherwise;
  if (limit < 1) throw constraint(String(limit), "limit", "have value greater than or equal to 1");
  if (limit > most) throw constraint(String(limit), "limit", `have value less than or equal to ${most}`);
  return limit;
}
