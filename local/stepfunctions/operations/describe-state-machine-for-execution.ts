import type {
  DescribeStateMachineForExecutionCommandInput,
  DescribeStateMachineForExecutionCommandOutput,
} from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { encryptionConfiguration, loggingConfiguration } from "../configuration.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { executionByArn } from "../executions-by-arn.ts";
import { permission } from "../permission.ts";
import { ARN, INCLUDED_DATA } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";
import { variableReferences } from "../variable-references.ts";

const CONSTRAINTS: Constraints = { executionArn: ARN, includedData: INCLUDED_DATA };

/** The state machine as it was when an execution of it started. */
export const describeStateMachineForExecution: Operation<
  StepFunctions,
  Wire<DescribeStateMachineForExecutionCommandInput>,
  Wire<DescribeStateMachineForExecutionCommandOutput>
> = {
  name: "DescribeStateMachineForExecution",
  permissions: (input) => permission("DescribeStateMachineForExecution", input.executionArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { target, child } = executionByArn(input.executionArn ?? "", state);
    const { revision } = target;
    const complete = input.includedData !== "METADATA_ONLY";
    const references = complete ? variableReferences(revision.definition) : undefined;
    return {
      definition: complete ? revision.definition : "{}",
      encryptionConfiguration: encryptionConfiguration(revision.encryption),
      ...(child === undefined ? {} : { label: child.label }),
      loggingConfiguration: loggingConfiguration(revision.logging),
      ...(child === undefined ? {} : { mapRunArn: child.mapRunArn }),
      name: target.stateMachineName,
      ...(revision.id === undefined ? {} : { revisionId: revision.id }),
      roleArn: revision.roleArn,
      stateMachineArn: target.stateMachineArn,
      tracingConfiguration: { enabled: revision.tracing },
      updateDate: revision.updateDate / 1000,
      ...(references === undefined ? {} : { variableReferences: references }),
    };
  },
};
