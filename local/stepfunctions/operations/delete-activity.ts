import type { DeleteActivityCommandInput, DeleteActivityCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { parseArn } from "../arn.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { permission } from "../permission.ts";
import { ARN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = { activityArn: ARN };

/** Deletes an activity. Its tasks run into their time-outs, as nobody can take or answer them; an unknown ARN is no error. */
export const deleteActivity: Operation<
  StepFunctions,
  Wire<DeleteActivityCommandInput>,
  Wire<DeleteActivityCommandOutput>
> = {
  name: "DeleteActivity",
  permissions: (input) => permission("DeleteActivity", input.activityArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { activityArn = "" } = input;
    parseArn(activityArn, "activity");
    const activity = state.activities.get(activityArn);
    if (activity === undefined) return {};
    state.activities.delete(activityArn);
    state.keeper.dropActivity(activity);
    return {};
  },
};
