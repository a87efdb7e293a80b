import { isDeepStrictEqual } from "node:util";
import type { UpdateStateMachineCommandInput, UpdateStateMachineCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { encryptionOf, loggingOf } from "../configuration.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { compileDefinition } from "../definition.ts";
import { missingRequiredParameter, stateMachineDeleting, validationException } from "../errors.ts";
import { permission } from "../permission.ts";
import { publish } from "../publish.ts";
import { checkRole } from "../role-checks.ts";
import { ARN, DEFINITION, DESCRIPTION, ENCRYPTION, LOGGING, TRACING } from "../shapes.ts";
import type { Revision, StateMachine } from "../state-machine.ts";
import type { StepFunctions } from "../step-functions.ts";

type Input = Wire<UpdateStateMachineCommandInput>;
type Output = Wire<UpdateStateMachineCommandOutput>;

const CONSTRAINTS: Constraints = {
  stateMachineArn: ARN,
  definition: DEFINITION,
  roleArn: { type: "string", min: 1, max: 256 },
  loggingConfiguration: LOGGING,
  tracingConfiguration: TRACING,
  publish: { type: "boolean" },
  versionDescription: DESCRIPTION,
  encryptionConfiguration: ENCRYPTION,
};

/**
 * Replaces what is given; running executions go on with what they started with (API reference). What is given once more
 * as it is makes no new revision, and with `publish` answers the version that the revision has.
 */
export const updateStateMachine: Operation<StepFunctions, Input, Output> = {
  name: "UpdateStateMachine",
  permissions: (input) => permission("UpdateStateMachine", input.stateMachineArn),
  run: async (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const machine = state.machines.get(input.stateMachineArn ?? "");
    if (machine.status === "DELETING") throw stateMachineDeleting(machine.arn);
    if (input.versionDescription !== undefined && input.publish !== true) {
      throw validationException("Version description can only be set when publish is true");
    }
    const { definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration } = input;
    const changes = [definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration];
    if (changes.every((change) => change === undefined)) throw missingRequiredParameter();
    const proposal = revise(machine, input, state);
    await checkRole({ arn: machine.arn, ...proposal }, state);
    if (!isSame(proposal, machine.revision)) machine.revision = proposal;
    const { id } = machine.revision;
    const version =
      input.publish === true ? publish(machine, input.versionDescription, proposal.updateDate) : undefined;
    state.keeper.keepMachine(machine);
    return {
      ...(id === undefined ? {} : { revisionId: id }),
      ...(version === undefined ? {} : { stateMachineVersionArn: version.arn }),
      updateDate: proposal.updateDate / 1000,
    };
  },
};

/** Whether two revisions say the same of the state machine. */
function isSame(one: Revision, other: Revision): boolean {
  const content = ({ definition, roleArn, logging, tracing, encryption }: Revision) => [
    definition,
    roleArn,
    logging,
    tracing,
    encryption,
  ];
  return isDeepStrictEqual(content(one), content(other));
}

function revise(machine: StateMachine, input: Input, state: StepFunctions): Revision {
  const { clock, ids } = state.environment;
  const { definition, loggingConfiguration, tracingConfiguration, encryptionConfiguration } = input;
  const old = machine.revision;
  return {
    key: ids.uuid(),
    id: ids.uuid(),
    definition: definition ?? old.definition,
    roleArn: input.roleArn ?? old.roleArn,
    logging: loggingConfiguration === undefined ? old.logging : loggingOf(loggingConfiguration),
    tracing: tracingConfiguration === undefined ? old.tracing : (tracingConfiguration.enabled ?? false),
    encryption: encryptionConfiguration === undefined ? old.encryption : encryptionOf(encryptionConfiguration),
    updateDate: clock.now(),
    machine: definition === undefined ? old.machine : compileDefinition(definition, machine.type),
  };
}
