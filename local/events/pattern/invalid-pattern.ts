import { AwsError } from "../../aws/error.ts";
import type { Place } from "../../jackson/node.ts";
import { sourceLocation } from "../../jackson/source-location.ts";

/** A mistake in a pattern. */
export class PatternError extends Error {
  /** Where it is; undefined for what event-ruler refuses without telling the place: addresses and single numbers. */
  readonly at: Place | undefined;
  /** event-ruler wraps its own refusals of a list inside anything-but, and each layer tells the place. */
  readonly twice: boolean;

  constructor(message: string, at: Place | undefined, twice = false) {
    super(message);
    this.at = at;
    this.twice = twice;
  }
}

/**
 * The refusal of a pattern: the matcher's words, then Jackson's location in the pattern as it was sent
 * (real texts: cloud-custodian#6507, buildkite/docs#896, lalcebo/json-schema#171, aws-cdk#36904).
 */
export function invalidPattern(reason: string, pattern: string, at: Place | undefined, twice = false): AwsError {
  const place = at === undefined ? "" : `\n at ${sourceLocation(pattern, at)}`;
  return new AwsError(
    "InvalidEventPatternException",
    `Event pattern is not valid. Reason: ${reason}${place}${twice ? place : ""}`,
  );
}
