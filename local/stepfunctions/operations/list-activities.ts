import type { ListActivitiesCommandInput, ListActivitiesCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { pageOf } from "../pages.ts";
import { permission } from "../permission.ts";
import { PAGE_SIZE, PAGE_TOKEN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = { maxResults: PAGE_SIZE, nextToken: PAGE_TOKEN };

/** Lists the activities in the order they were created in. */
export const listActivities: Operation<
  StepFunctions,
  Wire<ListActivitiesCommandInput>,
  Wire<ListActivitiesCommandOutput>
> = {
  name: "ListActivities",
  permissions: () => permission("ListActivities", "*"),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const page = pageOf([...state.activities.values()], input, "ListActivities", state.environment.clock.now());
    return {
      activities: page.items.map(({ arn, creationDate, name }) => ({
        activityArn: arn,
        creationDate: creationDate / 1000,
        name,
      })),
      ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
    };
  },
};
