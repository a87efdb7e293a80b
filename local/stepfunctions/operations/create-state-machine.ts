import { isDeepStrictEqual } from "node:util";
import type { CreateStateMachineCommandInput, CreateStateMachineCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkName } from "../arn.ts";
import { encryptionOf, loggingOf } from "../configuration.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { compileDefinition } from "../definition.ts";
import {
  stateMachineAlreadyExists,
  stateMachineDeleting,
  stateMachineLimitExceeded,
  validationException,
} from "../errors.ts";
import { permission } from "../permission.ts";
import { publish } from "../publish.ts";
import { checkRole } from "../role-checks.ts";
import {
  ARN,
  DEFINITION,
  DESCRIPTION,
  ENCRYPTION,
  LOGGING,
  MACHINE_TYPE,
  REQUIRED_NAME,
  TAGS,
  TRACING,
} from "../shapes.ts";
import type { Revision, StateMachine } from "../state-machine.ts";
import type { StepFunctions } from "../step-functions.ts";
import { addTags } from "../tags.ts";

type Input = Wire<CreateStateMachineCommandInput>;
type Output = Wire<CreateStateMachineCommandOutput>;

const CONSTRAINTS: Constraints = {
  name: REQUIRED_NAME,
  definition: { ...DEFINITION, required: true },
  roleArn: ARN,
  type: MACHINE_TYPE,
  loggingConfiguration: LOGGING,
  tags: TAGS,
  tracingConfiguration: TRACING,
  publish: { type: "boolean" },
  versionDescription: DESCRIPTION,
  encryptionConfiguration: ENCRYPTION,
};

/** State machines per account and Region (DG/service-quotas). */
const MOST_STATE_MACHINES = 100_000;

/**
 * Creates a state machine. Creating it again with the same name, definition, type, logging, tracing, encryption and
 * publishing answers the existing one; a different role or different tags are ignored then (API reference).
 */
export const createStateMachine: Operation<StepFunctions, Input, Output> = {
  name: "CreateStateMachine",
  permissions: (input, state) => permission("CreateStateMachine", state.machines.arnOf(input.name ?? "")),
  run: async (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { name = "", definition = "", roleArn = "", type = "STANDARD", versionDescription } = input;
    checkName(name);
    if (versionDescription !== undefined && input.publish !== true) {
      throw validationException("Version description can only be set when publish is true");
    }
    const revision = revisionOf(input, definition, roleArn, type, state);
    const existing = sameAgain(name, type, revision, input, state);
    if (existing !== undefined) return outputOf(existing, input.publish === true);
    if (state.machines.byName.size >= MOST_STATE_MACHINES) throw stateMachineLimitExceeded();
    const arn = state.machines.arnOf(name);
    const tags = new Map<string, string>();
    addTags(tags, input.tags ?? [], arn);
    await checkRole({ arn, roleArn, definition, logging: revision.logging }, state);
    // Another request may have made it while the role was checked.
    const meanwhile = sameAgain(name, type, revision, input, state);
    if (meanwhile !== undefined) return outputOf(meanwhile, input.publish === true);
    const machine: StateMachine = {
      name,
      arn,
      type,
      creationDate: revision.updateDate,
      status: "ACTIVE",
      revision,
      nextVersion: 1,
      versions: new Map(),
      aliases: new Map(),
      tags,
    };
    if (input.publish === true) publish(machine, versionDescription, revision.updateDate);
    state.store.clear(name);
    state.machines.byName.set(name, machine);
    state.keeper.keepMachine(machine);
    return outputOf(machine, input.publish === true);
  },
};

function revisionOf(
  input: Input,
  definition: string,
  roleArn: string,
  type: StateMachine["type"],
  state: StepFunctions,
): Revision {
  const { clock, ids } = state.environment;
  return {
    key: ids.uuid(),
    id: undefined,
    definition,
    roleArn,
    logging: loggingOf(input.loggingConfiguration),
    tracing: input.tracingConfiguration?.enabled ?? false,
    encryption: encryptionOf(input.encryptionConfiguration),
    updateDate: clock.now(),
    machine: compileDefinition(definition, type),
  };
}

/** The state machine of that name if it is the one asked for; anything else of that name is in the way. */
function sameAgain(
  name: string,
  type: StateMachine["type"],
  wanted: Revision,
  input: Input,
  state: StepFunctions,
): StateMachine | undefined {
  const existing = state.machines.byName.get(name);
  if (existing === undefined) return undefined;
  if (existing.status === "DELETING") throw stateMachineDeleting(existing.arn);
  const { definition, logging, tracing, encryption } = existing.revision;
  const published = [...existing.versions.values()].find((version) => version.revision === existing.revision);
  const same =
    type === existing.type &&
    definition === wanted.definition &&
    tracing === wanted.tracing &&
    isDeepStrictEqual(logging, wanted.logging) &&
    isDeepStrictEqual(encryption, wanted.encryption) &&
    (input.publish === true) === (published !== undefined) &&
    input.versionDescription === published?.description;
  if (!same) throw stateMachineAlreadyExists(existing.arn);
  return existing;
}

function outputOf(machine: StateMachine, published: boolean): Output {
  const version = [...machine.versions.values()].find(({ revision }) => revision === machine.revision);
  return {
    creationDate: machine.creationDate / 1000,
    stateMachineArn: machine.arn,
    ...(published && version !== undefined ? { stateMachineVersionArn: version.arn } : {}),
  };
}
