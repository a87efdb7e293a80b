import type { DescribeStateMachineCommandInput, DescribeStateMachineCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { encryptionConfiguration, loggingConfiguration } from "../configuration.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { permission } from "../permission.ts";
import { ARN, INCLUDED_DATA } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";
import { variableReferences } from "../variable-references.ts";

const CONSTRAINTS: Constraints = { stateMachineArn: ARN, includedData: INCLUDED_DATA };

/** Describes a state machine, or one of its versions. */
export const describeStateMachine: Operation<
  StepFunctions,
  Wire<DescribeStateMachineCommandInput>,
  Wire<DescribeStateMachineCommandOutput>
> = {
  name: "DescribeStateMachine",
  permissions: (input) => permission("DescribeStateMachine", input.stateMachineArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { stateMachineArn = "" } = input;
    const { machine, version } = state.machines.lookUp(stateMachineArn);
    const revision = version?.revision ?? machine.revision;
    const complete = input.includedData !== "METADATA_ONLY";
    const references = complete ? variableReferences(revision.definition) : undefined;
    return {
      creationDate: (version?.creationDate ?? machine.creationDate) / 1000,
      definition: complete ? revision.definition : "{}",
      ...(version?.description === undefined ? {} : { description: version.description }),
      encryptionConfiguration: encryptionConfiguration(revision.encryption),
      loggingConfiguration: loggingConfiguration(revision.logging),
      name: machine.name,
      ...(revision.id === undefined ? {} : { revisionId: revision.id }),
      roleArn: revision.roleArn,
      stateMachineArn,
      status: machine.status,
      tracingConfiguration: { enabled: revision.tracing },
      type: machine.type,
      ...(references === undefined ? {} : { variableReferences: references }),
    };
  },
};
