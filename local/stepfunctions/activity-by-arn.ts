import type { Activity } from "./activities.ts";
import { parseArn } from "./arn.ts";
import { activityDoesNotExist } from "./errors.ts";
import type { StepFunctions } from "./step-functions.ts";

/**
 * The activity of an ARN.
 *
 * @throws AwsError InvalidArn, ActivityDoesNotExist.
 */
export function activityByArn(arn: string, state: StepFunctions): Activity {
  parseArn(arn, "activity");
  const activity = state.activities.get(arn);
  if (activity === undefined) throw activityDoesNotExist(arn);
  return activity;
}
