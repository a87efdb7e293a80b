import { isDeepStrictEqual } from "node:util";
import type { CreateStateMachineAliasCommandInput, CreateStateMachineAliasCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkRoutes } from "../aliases.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { conflict, serviceQuotaExceeded, stateMachineDeleting } from "../errors.ts";
import { permission } from "../permission.ts";
import { ALIAS_NAME, DESCRIPTION, ROUTING } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = {
  description: DESCRIPTION,
  name: ALIAS_NAME,
  routingConfiguration: { ...ROUTING, required: true },
};

/** Aliases per state machine (developer guide, "Quotas"). */
const MOST_ALIASES = 100;

/** Creates an alias; the same once more is answered as it is, a different one of that name is a conflict. */
export const createStateMachineAlias: Operation<
  StepFunctions,
  Wire<CreateStateMachineAliasCommandInput>,
  Wire<CreateStateMachineAliasCommandOutput>
> = {
  name: "CreateStateMachineAlias",
  permissions: (input) => {
    const version = input.routingConfiguration?.[0]?.stateMachineVersionArn;
    return permission("CreateStateMachineAlias", version?.split(":").slice(0, 7).join(":"));
  },
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { name = "", description, routingConfiguration = [] } = input;
    const { machine, routes } = checkRoutes(routingConfiguration, state);
    if (machine.status === "DELETING") throw stateMachineDeleting(machine.arn);
    const existing = machine.aliases.get(name);
    if (existing !== undefined) {
      if (existing.description !== description || !isDeepStrictEqual(existing.routes, routes)) {
        throw conflict(
          "Failed to create alias because an alias with the same name and a different routing configuration already exists.",
        );
      }
      return { creationDate: existing.creationDate / 1000, stateMachineAliasArn: existing.arn };
    }
    if (machine.aliases.size >= MOST_ALIASES) {
      throw serviceQuotaExceeded(`The maximum number of aliases of ${machine.arn} has been reached.`);
    }
    const now = state.environment.clock.now();
    const arn = `${machine.arn}:${name}`;
    machine.aliases.set(name, { name, arn, description, routes, creationDate: now, updateDate: now });
    state.keeper.keepMachine(machine);
    return { creationDate: now / 1000, stateMachineAliasArn: arn };
  },
};
