import { constraint } from "../errors.ts";

/** The shortest stream ARN and shard id of the service's model, in characters. */
export const SHORTEST_ARN = 37;
export const SHORTEST_SHARD_ID = 28;

/** @throws AwsError `ValidationException` for a member that is not there or too short. */
export function required(value: string | undefined, member: string, shortest: number): string {
  if (value === undefined) throw constraint(null, member, "not be null");
  if (value.length < shortest) throw constraint(value, member, `have length greater than or equal to ${shortest}`);
  return value;
}

/** @throws AwsError `ValidationException` for a limit below 1 or above `most`. */
export function checkLimit(limit: number, most: number): void {
  if (limit < 1) throw constraint(String(limit), "limit", "have value greater than or equal to 1");
  if (limit > most) throw constraint(String(limit), "limit", `have value less than or equal to ${most}`);
}
