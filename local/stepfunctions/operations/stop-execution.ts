import type { StopExecutionCommandInput, StopExecutionCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { executionByArn } from "../executions-by-arn.ts";
import { permission } from "../permission.ts";
import { ARN, CAUSE, ERROR } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = { executionArn: ARN, error: ERROR, cause: CAUSE };

/** Aborts a Standard execution; one that has ended already stays as it is (API reference). */
export const stopExecution: Operation<
  StepFunctions,
  Wire<StopExecutionCommandInput>,
  Wire<StopExecutionCommandOutput>
> = {
  name: "StopExecution",
  permissions: (input) => permission("StopExecution", input.executionArn),
  run: async (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const record = executionByArn(input.executionArn ?? "", state);
    if (record.outcome === undefined && record.execution !== undefined) {
      record.execution.stop(input.error, input.cause);
      await record.execution.done;
    }
    return { stopDate: (record.stopDate ?? state.environment.clock.now()) / 1000 };
  },
};
