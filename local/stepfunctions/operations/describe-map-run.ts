import type { DescribeMapRunCommandInput, DescribeMapRunCommandOutput } from "@aws-sdk/client-sfn";
import type { MapRunCounts } from "../../asl/map-run.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { mapRunByArn } from "../map-run-by-arn.ts";
import { permission } from "../permission.ts";
import { LONG_ARN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = { mapRunArn: LONG_ARN };

/** Describes a Map Run with its counters; those of a running one are of this moment. */
export const describeMapRun: Operation<
  StepFunctions,
  Wire<DescribeMapRunCommandInput>,
  Wire<DescribeMapRunCommandOutput>
> = {
  name: "DescribeMapRun",
  permissions: (input) => permission("DescribeMapRun", input.mapRunArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const run = mapRunByArn(input.mapRunArn ?? "", state);
    return {
      executionArn: run.executionArn,
      executionCounts: counts(run.executionCounts),
      itemCounts: counts(run.itemCounts),
      mapRunArn: run.mapRunArn,
      maxConcurrency: run.limits.maxConcurrency,
      redriveCount: run.redriveCount,
      ...(run.redriveTime === undefined ? {} : { redriveDate: run.redriveTime / 1000 }),
      startDate: run.startTime / 1000,
      status: run.status,
      ...(run.stopTime === undefined ? {} : { stopDate: run.stopTime / 1000 }),
      toleratedFailureCount: run.limits.toleratedFailureCount,
      toleratedFailurePercentage: run.limits.toleratedFailurePercentage,
    };
  },
};

/** In alphabetical order, as AWS writes members. */
function counts(of: Readonly<MapRunCounts>): MapRunCounts {
  return {
    aborted: of.aborted,
    failed: of.failed,
    failuresNotRedrivable: of.failuresNotRedrivable,
    pending: of.pending,
    pendingRedrive: of.pendingRedrive,
    resultsWritten: of.resultsWritten,
    running: of.running,
    succeeded: of.succeeded,
    timedOut: of.timedOut,
    total: of.total,
  };
}
