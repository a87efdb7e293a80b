import type { SendTaskHeartbeatCommandInput, SendTaskHeartbeatCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { TASK_TOKEN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";
import { taskByToken, tokenPermission } from "../task-by-token.ts";

const CONSTRAINTS: Constraints = { taskToken: TASK_TOKEN };

/** Starts a task's HeartbeatSeconds anew; writes no event. */
export const sendTaskHeartbeat: Operation<
  StepFunctions,
  Wire<SendTaskHeartbeatCommandInput>,
  Wire<SendTaskHeartbeatCommandOutput>
> = {
  name: "SendTaskHeartbeat",
  permissions: (input) => tokenPermission("SendTaskHeartbeat", input.taskToken),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    taskByToken(input.taskToken ?? "", state).task.heartbeat();
    return {};
  },
};
