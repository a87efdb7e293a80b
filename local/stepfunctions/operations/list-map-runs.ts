import type { ListMapRunsCommandInput, ListMapRunsCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { executionByArn } from "../executions-by-arn.ts";
import { pageOf } from "../pages.ts";
import { permission } from "../permission.ts";
import { ARN, PAGE_SIZE, PAGE_TOKEN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = { executionArn: ARN, maxResults: PAGE_SIZE, nextToken: PAGE_TOKEN };

/** Lists the Map Runs that an execution has started. */
export const listMapRuns: Operation<StepFunctions, Wire<ListMapRunsCommandInput>, Wire<ListMapRunsCommandOutput>> = {
  name: "ListMapRuns",
  permissions: (input) => permission("ListMapRuns", input.executionArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { arn } = executionByArn(input.executionArn ?? "", state);
    const runs = [...state.mapRuns.values()].filter((run) => run.executionArn === arn);
    const page = pageOf(runs, input, `Map Runs of ${arn}`, state.environment.clock.now());
    return {
      mapRuns: page.items.map((run) => ({
        executionArn: run.executionArn,
        mapRunArn: run.mapRunArn,
        startDate: run.startTime / 1000,
        stateMachineArn: `${run.stateMachineArn}/${run.label}`,
        ...(run.stopTime === undefined ? {} : { stopDate: run.stopTime / 1000 }),
      })),
      ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
    };
  },
};
