import type { DescribeExecutionCommandInput, DescribeExecutionCommandOutput } from "@aws-sdk/client-sfn";
import { textOf } from "../../asl/source-text.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { dataDetails } from "../data-details.ts";
import { type ExecutionRecord, shownStatus } from "../execution-record.ts";
import { describableByArn } from "../executions-by-arn.ts";
import { permission } from "../permission.ts";
import { redrivability } from "../redrivability.ts";
import { ARN, INCLUDED_DATA } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

type Output = Wire<DescribeExecutionCommandOutput>;

const CONSTRAINTS: Constraints = { executionArn: ARN, includedData: INCLUDED_DATA };

/** Describes a Standard execution; what does not apply is left out (measured on AWS). */
export const describeExecution: Operation<StepFunctions, Wire<DescribeExecutionCommandInput>, Output> = {
  name: "DescribeExecution",
  permissions: (input) => permission("DescribeExecution", input.executionArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const record = describableByArn(input.executionArn ?? "", state);
    return describe(record, input.includedData !== "METADATA_ONLY", state);
  },
};

function describe(record: ExecutionRecord, complete: boolean, state: StepFunctions): Output {
  const { outcome, target } = record;
  const failed = outcome?.status === "FAILED" || outcome?.status === "ABORTED" ? outcome : undefined;
  const succeeded = outcome?.status === "SUCCEEDED" ? outcome : undefined;
  return {
    ...(failed?.cause === undefined || !complete ? {} : { cause: failed.cause }),
    ...(failed?.error === undefined || !complete ? {} : { error: failed.error }),
    executionArn: record.arn,
    ...(complete ? { input: record.input } : {}),
    inputDetails: dataDetails(complete),
    ...(record.child === undefined ? {} : { mapRunArn: record.child.mapRunArn }),
    name: record.name,
    ...(succeeded === undefined || !complete ? {} : { output: textOf(succeeded.output) }),
    ...(succeeded === undefined ? {} : { outputDetails: dataDetails(complete) }),
    redriveCount: record.redriveCount,
    ...(record.redriveDate === undefined ? {} : { redriveDate: record.redriveDate / 1000 }),
    ...redrivability(record, state.machines, state.environment.clock.now()),
    startDate: record.startDate / 1000,
    ...(target.aliasArn === undefined ? {} : { stateMachineAliasArn: target.aliasArn }),
    stateMachineArn: target.stateMachineArn,
    ...(target.versionArn === undefined ? {} : { stateMachineVersionArn: target.versionArn }),
    status: shownStatus(record, state.mapRuns),
    ...(record.stopDate === undefined ? {} : { stopDate: record.stopDate / 1000 }),
    ...(record.traceHeader === undefined ? {} : { traceHeader: record.traceHeader }),
  };
}
