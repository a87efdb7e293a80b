import type { ListStateMachinesCommandInput, ListStateMachinesCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { pageOf } from "../pages.ts";
import { permission } from "../permission.ts";
import { PAGE_SIZE, PAGE_TOKEN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = { maxResults: PAGE_SIZE, nextToken: PAGE_TOKEN };

/** Lists the state machines in the order they were created in. */
export const listStateMachines: Operation<
  StepFunctions,
  Wire<ListStateMachinesCommandInput>,
  Wire<ListStateMachinesCommandOutput>
> = {
  name: "ListStateMachines",
  permissions: () => permission("ListStateMachines", "*"),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const machines = [...state.machines.byName.values()];
    const page = pageOf(machines, input, "ListStateMachines", state.environment.clock.now());
    return {
      ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
      stateMachines: page.items.map(({ arn, creationDate, name, type }) => ({
        creationDate: creationDate / 1000,
        name,
        stateMachineArn: arn,
        type,
      })),
    };
  },
};
