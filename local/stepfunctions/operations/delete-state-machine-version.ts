import type {
  DeleteStateMachineVersionCommandInput,
  DeleteStateMachineVersionCommandOutput,
} from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { parseArn } from "../arn.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { conflict, validationException } from "../errors.ts";
import { permission } from "../permission.ts";
import { LONG_ARN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = { stateMachineVersionArn: LONG_ARN };

/** Deletes a version that no alias routes to; one that does not exist is no error (API reference). */
export const deleteStateMachineVersion: Operation<
  StepFunctions,
  Wire<DeleteStateMachineVersionCommandInput>,
  Wire<DeleteStateMachineVersionCommandOutput>
> = {
  name: "DeleteStateMachineVersion",
  permissions: (input) => permission("DeleteStateMachineVersion", input.stateMachineVersionArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const arn = input.stateMachineVersionArn ?? "";
    const { name, qualifier = "" } = parseArn(arn, "stateMachine");
    if (!/^\d+$/.test(qualifier)) throw validationException(`The ARN '${arn}' is not a state machine version ARN`);
    const machine = state.machines.byName.get(name);
    if (machine === undefined) return {};
    const aliases = [...machine.aliases.values()].filter((alias) =>
      alias.routes.some((route) => route.stateMachineVersionArn === arn),
    );
    if (aliases.length > 0) {
      const names = aliases.map((alias) => alias.name).join(", ");
      throw conflict(
        "Version to be deleted must not be referenced by an alias. " +
          `Current list of aliases referencing this version: [${names}]`,
      );
    }
    if (machine.versions.delete(Number(qualifier))) state.keeper.keepMachine(machine);
    return {};
  },
};
