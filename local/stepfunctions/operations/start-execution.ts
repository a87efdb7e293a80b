import type { StartExecutionCommandInput, StartExecutionCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkName } from "../arn.ts";
import { checkConstraints } from "../constraints.ts";
import { executionAlreadyExists } from "../errors.ts";
import { executionInput } from "../execution-input.ts";
import { permission } from "../permission.ts";
import { START } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

/**
 * Starts an execution. For Standard a name is idempotent while its execution runs with the same input, and taken for 90
 * days once it has ended; Express names never collide (API reference, StartExecution).
 */
export const startExecution: Operation<
  StepFunctions,
  Wire<StartExecutionCommandInput>,
  Wire<StartExecutionCommandOutput>
> = {
  name: "StartExecution",
  permissions: (input) => permission("StartExecution", input.stateMachineArn),
  run: (input, call, state) => {
    checkConstraints(input, START);
    const { stateMachineArn = "", name } = input;
    if (name !== undefined) checkName(name);
    const target = state.machines.target(stateMachineArn);
    const { text, value } = executionInput(input.input);
    if (name !== undefined && target.type === "STANDARD") {
      const existing = state.store.find(target.stateMachineName, name);
      if (existing !== undefined) {
        if (existing.outcome !== undefined || existing.input !== text) throw executionAlreadyExists(existing.arn);
        return { executionArn: existing.arn, startDate: existing.startDate / 1000 };
      }
    }
    // A request's header goes before what its body says (API reference: traceHeader).
    const traceHeader = call.traceHeader ?? input.traceHeader;
    const record = state.executions.start({ target, name, input: text, inputValue: value, traceHeader });
    return { executionArn: record.arn, startDate: record.startDate / 1000 };
  },
};
