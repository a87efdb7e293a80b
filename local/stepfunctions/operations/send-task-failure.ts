import type { SendTaskFailureCommandInput, SendTaskFailureCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { CAUSE, ERROR, TASK_TOKEN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";
import { taskByToken, tokenPermission } from "../task-by-token.ts";

const CONSTRAINTS: Constraints = { taskToken: TASK_TOKEN, error: ERROR, cause: CAUSE };

/** Fails a task with an error and a cause, which Retry and Catch see. */
export const sendTaskFailure: Operation<
  StepFunctions,
  Wire<SendTaskFailureCommandInput>,
  Wire<SendTaskFailureCommandOutput>
> = {
  name: "SendTaskFailure",
  permissions: (input) => tokenPermission("SendTaskFailure", input.taskToken),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    taskByToken(input.taskToken ?? "", state).fail(input.error, input.cause);
    return {};
  },
};
