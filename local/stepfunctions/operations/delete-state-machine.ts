import type { DeleteStateMachineCommandInput, DeleteStateMachineCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { endAtNextState } from "../end-at-next-state.ts";
import { permission } from "../permission.ts";
import { ARN } from "../shapes.ts";
import { unlabelled } from "../state-machines.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = { stateMachineArn: ARN };

/**
 * Deletes a state machine with its versions and aliases. Its running executions end at their next transition, and it is
 * `DELETING` until the last of them has; an unknown ARN is no error (API reference).
 */
export const deleteStateMachine: Operation<
  StepFunctions,
  Wire<DeleteStateMachineCommandInput>,
  Wire<DeleteStateMachineCommandOutput>
> = {
  name: "DeleteStateMachine",
  permissions: (input) => permission("DeleteStateMachine", input.stateMachineArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { name } = unlabelled(input.stateMachineArn ?? "");
    const machine = state.machines.byName.get(name);
    if (machine?.status !== "ACTIVE" || machine.arn !== input.stateMachineArn) return {};
    machine.status = "DELETING";
    machine.versions.clear();
    machine.aliases.clear();
    const running = state.executions.runningOf(name);
    if (running.size === 0) {
      state.machines.byName.delete(name);
      state.keeper.dropMachine(machine);
      return {};
    }
    state.keeper.keepMachine(machine);
    for (const record of running) endAtNextState(record);
    return {};
  },
};
