import type { DeleteStateMachineAliasCommandInput, DeleteStateMachineAliasCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { parseArn } from "../arn.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { permission } from "../permission.ts";
import { ARN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = { stateMachineAliasArn: ARN };

/** Deletes an alias; its running executions go on (API reference). One that does not exist is no error. */
export const deleteStateMachineAlias: Operation<
  StepFunctions,
  Wire<DeleteStateMachineAliasCommandInput>,
  Wire<DeleteStateMachineAliasCommandOutput>
> = {
  name: "DeleteStateMachineAlias",
  permissions: (input) => permission("DeleteStateMachineAlias", input.stateMachineAliasArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { stateMachineAliasArn = "" } = input;
    const { name, qualifier = "" } = parseArn(stateMachineAliasArn, "stateMachine");
    const machine = state.machines.byName.get(name);
    if (machine?.aliases.get(qualifier)?.arn !== stateMachineAliasArn) return {};
    machine.aliases.delete(qualifier);
    state.keeper.keepMachine(machine);
    return {};
  },
};
