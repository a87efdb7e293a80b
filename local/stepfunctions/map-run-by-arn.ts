import type { MapRun } from "../asl/map-run.ts";
import { parseArn } from "./arn.ts";
import { resourceNotFound } from "./errors.ts";
import type { StepFunctions } from "./step-functions.ts";

/**
 * The Map Run of an ARN.
 *
 * @throws AwsError InvalidArn, ResourceNotFound.
 */
export function mapRunByArn(arn: string, state: StepFunctions): MapRun {
  parseArn(arn, "mapRun");
  const run = state.mapRuns.get(arn);
  if (run === undefined) throw resourceNotFound(arn);
  return run;
}
