import type { ListStateMachineVersionsCommandInput, ListStateMachineVersionsCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { parseArn } from "../arn.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { pageOf } from "../pages.ts";
import { permission } from "../permission.ts";
import { ARN, PAGE_SIZE, PAGE_TOKEN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = { stateMachineArn: ARN, nextToken: PAGE_TOKEN, maxResults: PAGE_SIZE };

/**
 * Lists a state machine's versions, the newest first. Of one that does not exist there are none: the service's model has no
 * exception for it.
 */
export const listStateMachineVersions: Operation<
  StepFunctions,
  Wire<ListStateMachineVersionsCommandInput>,
  Wire<ListStateMachineVersionsCommandOutput>
> = {
  name: "ListStateMachineVersions",
  permissions: (input) => permission("ListStateMachineVersions", input.stateMachineArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { stateMachineArn = "" } = input;
    const { name } = parseArn(stateMachineArn, "stateMachine");
    const machine = state.machines.byName.get(name);
    const versions = machine?.arn === stateMachineArn ? [...machine.versions.values()].reverse() : [];
    const page = pageOf(versions, input, `versions of ${stateMachineArn}`, state.environment.clock.now());
    return {
      ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
      stateMachineVersions: page.items.map((version) => ({
        creationDate: version.creationDate / 1000,
        stateMachineVersionArn: version.arn,
      })),
    };
  },
};
