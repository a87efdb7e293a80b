import type { GetActivityTaskCommandInput, GetActivityTaskCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { MAX_POLLERS, pollActivity } from "../activities.ts";
import { activityByArn } from "../activity-by-arn.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { activityWorkerLimitExceeded } from "../errors.ts";
import { permission } from "../permission.ts";
import { ARN, NAME } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = { activityArn: ARN, workerName: NAME };

/** Waits up to 60 seconds for a task; the answer is empty when none came (API reference). */
export const getActivityTask: Operation<
  StepFunctions,
  Wire<GetActivityTaskCommandInput>,
  Wire<GetActivityTaskCommandOutput>
> = {
  name: "GetActivityTask",
  permissions: (input) => permission("GetActivityTask", input.activityArn),
  run: async (input, call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const activity = activityByArn(input.activityArn ?? "", state);
    if (activity.pollers.size >= MAX_POLLERS) throw activityWorkerLimitExceeded();
    const polled = pollActivity(activity, input.workerName, state.environment.clock, call.signal);
    const task = polled instanceof Promise ? await call.hold.park(polled) : polled;
    return task === undefined ? {} : { input: task.input, taskToken: task.taskToken };
  },
};
