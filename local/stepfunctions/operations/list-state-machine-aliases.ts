import type { ListStateMachineAliasesCommandInput, ListStateMachineAliasesCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { pageOf } from "../pages.ts";
import { permission } from "../permission.ts";
import { ARN, PAGE_SIZE, PAGE_TOKEN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = { stateMachineArn: ARN, nextToken: PAGE_TOKEN, maxResults: PAGE_SIZE };

/** Lists the aliases of a state machine, or those that route to one of its versions; the newest first. */
export const listStateMachineAliases: Operation<
  StepFunctions,
  Wire<ListStateMachineAliasesCommandInput>,
  Wire<ListStateMachineAliasesCommandOutput>
> = {
  name: "ListStateMachineAliases",
  permissions: (input) => permission("ListStateMachineAliases", input.stateMachineArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const arn = input.stateMachineArn ?? "";
    const { machine, version } = state.machines.lookUp(arn);
    const aliases = [...machine.aliases.values()]
      .filter(
        (alias) => version === undefined || alias.routes.some((route) => route.stateMachineVersionArn === version.arn),
      )
      .reverse();
    const page = pageOf(aliases, input, `aliases of ${arn}`, state.environment.clock.now());
    return {
      ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
      stateMachineAliases: page.items.map((alias) => ({
        creationDate: alias.creationDate / 1000,
        stateMachineAliasArn: alias.arn,
      })),
    };
  },
};
