import type {
  DescribeStateMachineAliasCommandInput,
  DescribeStateMachineAliasCommandOutput,
} from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { aliasByArn } from "../aliases.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { permission } from "../permission.ts";
import { ARN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = { stateMachineAliasArn: ARN };

/** Describes an alias. */
export const describeStateMachineAlias: Operation<
  StepFunctions,
  Wire<DescribeStateMachineAliasCommandInput>,
  Wire<DescribeStateMachineAliasCommandOutput>
> = {
  name: "DescribeStateMachineAlias",
  permissions: (input) => permission("DescribeStateMachineAlias", input.stateMachineAliasArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { alias } = aliasByArn(input.stateMachineAliasArn ?? "", state);
    return {
      creationDate: alias.creationDate / 1000,
      ...(alias.description === undefined ? {} : { description: alias.description }),
      name: alias.name,
      routingConfiguration: alias.routes.map((route) => ({ ...route })),
      stateMachineAliasArn: alias.arn,
      updateDate: alias.updateDate / 1000,
    };
  },
};
