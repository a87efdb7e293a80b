import type { GetExecutionHistoryCommandInput, GetExecutionHistoryCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { executionByArn } from "../executions-by-arn.ts";
import { pageRange } from "../pages.ts";
import { permission } from "../permission.ts";
import { ARN, PAGE_SIZE, PAGE_TOKEN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = {
  executionArn: ARN,
  maxResults: PAGE_SIZE,
  reverseOrder: { type: "boolean" },
  nextToken: PAGE_TOKEN,
  includeExecutionData: { type: "boolean" },
};

/**
 * The events of a Standard execution, oldest or newest first. Only the page's events become text. A page in reverse
 * order of a running execution goes on from where the first page began, whatever has been written since.
 */
export const getExecutionHistory: Operation<
  StepFunctions,
  Wire<GetExecutionHistoryCommandInput>,
  Wire<GetExecutionHistoryCommandOutput>
> = {
  name: "GetExecutionHistory",
  permissions: (input) => permission("GetExecutionHistory", input.executionArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { history } = executionByArn(input.executionArn ?? "", state);
    const { maxResults: _size, nextToken: _token, ...query } = input;
    const reversed = input.reverseOrder === true;
    const now = state.environment.clock.now();
    const page = pageRange(history.length, input, JSON.stringify(query), now, reversed);
    const { start, end, total } = page;
    const includeExecutionData = input.includeExecutionData ?? true;
    const events = reversed
      ? history.events({ from: total - end, to: total - start, includeExecutionData }).reverse()
      : history.events({ from: start, to: end, includeExecutionData });
    return { events, ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }) };
  },
};
