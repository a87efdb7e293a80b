import { parseArn } from "./arn.ts";
import { resourceNotFound } from "./errors.ts";
import type { StepFunctions } from "./step-functions.ts";
import type { Tags } from "./tags.ts";

/** Something with tags, and how a change of them is kept. */
export interface TaggedResource {
  readonly tags: Tags;
  keep(): void;
}

/**
 * The state machine or activity of an ARN.
 *
 * @throws AwsError InvalidArn, ResourceNotFound.
 */
export function taggedResource(arn: string, state: StepFunctions): TaggedResource {
  const parsed = parseArn(arn, "stateMachine", "activity");
  if (parsed.kind === "activity") {
    const activity = state.activities.get(arn);
    if (activity === undefined) throw resourceNotFound(arn);
    return { tags: activity.tags, keep: () => state.keeper.keepActivity(activity) };
  }
  const machine = state.machines.byName.get(parsed.name);
  if (machine === undefined || machine.arn !== arn) throw resourceNotFound(arn);
  return { tags: machine.tags, keep: () => state.keeper.keepMachine(machine) };
}
