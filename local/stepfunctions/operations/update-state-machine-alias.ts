import type { UpdateStateMachineAliasCommandInput, UpdateStateMachineAliasCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { aliasByArn, checkRoutes } from "../aliases.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { stateMachineDeleting, validationException } from "../errors.ts";
import { permission } from "../permission.ts";
import { ARN, DESCRIPTION, ROUTING } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = {
  stateMachineAliasArn: ARN,
  description: DESCRIPTION,
  routingConfiguration: ROUTING,
};

/** Changes an alias's description, its routes, or both. */
export const updateStateMachineAlias: Operation<
  StepFunctions,
  Wire<UpdateStateMachineAliasCommandInput>,
  Wire<UpdateStateMachineAliasCommandOutput>
> = {
  name: "UpdateStateMachineAlias",
  permissions: (input) => permission("UpdateStateMachineAlias", input.stateMachineAliasArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { machine, alias } = aliasByArn(input.stateMachineAliasArn ?? "", state);
    if (machine.status === "DELETING") throw stateMachineDeleting(machine.arn);
    if (input.description === undefined && input.routingConfiguration === undefined) {
      throw validationException(
        "Either the description or the routing configuration must be specified",
        "MISSING_REQUIRED_PARAMETER",
      );
    }
    const checked =
      input.routingConfiguration === undefined ? undefined : checkRoutes(input.routingConfiguration, state);
    if (checked !== undefined && checked.machine !== machine) {
      throw validationException(
        "Routing configuration must contain versions of the alias's state machine.",
        "INVALID_ROUTING_CONFIGURATION",
      );
    }
    const updateDate = state.environment.clock.now();
    machine.aliases.set(alias.name, {
      ...alias,
      description: input.description ?? alias.description,
      routes: checked?.routes ?? alias.routes,
      updateDate,
    });
    state.keeper.keepMachine(machine);
    return { updateDate: updateDate / 1000 };
  },
};
