import type {
  PublishStateMachineVersionCommandInput,
  PublishStateMachineVersionCommandOutput,
} from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { conflict, stateMachineDeleting } from "../errors.ts";
import { permission } from "../permission.ts";
import { publish } from "../publish.ts";
import { ARN, DESCRIPTION } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = { stateMachineArn: ARN, revisionId: { type: "string" }, description: DESCRIPTION };

/** The revision id of a state machine that was never updated. */
const INITIAL = "INITIAL";

/** Publishes the current revision, if it is still the one the caller knows. */
export const publishStateMachineVersion: Operation<
  StepFunctions,
  Wire<PublishStateMachineVersionCommandInput>,
  Wire<PublishStateMachineVersionCommandOutput>
> = {
  name: "PublishStateMachineVersion",
  permissions: (input) => permission("PublishStateMachineVersion", input.stateMachineArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const machine = state.machines.get(input.stateMachineArn ?? "");
    if (machine.status === "DELETING") throw stateMachineDeleting(machine.arn);
    const current = machine.revision.id ?? INITIAL;
    if (input.revisionId !== undefined && input.revisionId !== current) {
      throw conflict(
        `Failed to publish the State Machine version for revision ${input.revisionId}. ` +
          `The current State Machine revision is ${current}.`,
      );
    }
    const version = publish(machine, input.description, state.environment.clock.now());
    state.keeper.keepMachine(machine);
    return { creationDate: version.creationDate / 1000, stateMachineVersionArn: version.arn };
  },
};
