import { AwsError } from "../../aws/error.ts";
import type { Place } from "./positional-json.ts";

/** A mistake in a pattern, at its place. */
export class PatternError extends Error {
  readonly at: Place;

  constructor(message: string, at: Place) {
    super(message);
    this.at = at;
  }
}

/**
 * The refusal of a pattern: the matcher's words, then Jackson's location in the pattern as it was sent
 * (real texts: cloud-custodian#6507, buildkite/docs#896, lalcebo/json-schema#171, aws-cdk#36904).
 */
export function invalidPattern(reason: string, pattern: string, at: Place): AwsError {
  return new AwsError(
    "InvalidEventPatternException",
    `Event pattern is not valid. Reason: ${reason}\n at [Source: (String)"${pattern}"; line: ${at.line}, column: ${at.column}]`,
  );
}
