import type { RedriveExecutionCommandInput, RedriveExecutionCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { executionNotRedrivable } from "../errors.ts";
import { executionByArn } from "../executions-by-arn.ts";
import { permission } from "../permission.ts";
import { redrivability } from "../redrivability.ts";
import { ARN } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

const CONSTRAINTS: Constraints = {
  executionArn: ARN,
  clientToken: { type: "string", min: 1, max: 64, pattern: { matches: /^[!-~]+$/, text: "[!-~]+" } },
};

/** A client token makes the request idempotent for so long, and so many are remembered (API reference: clientToken). */
const TOKEN_LIFE = 15 * 60 * 1000;
const MOST_TOKENS = 10;

/** Begins an execution again where it did not succeed, with the definition it had. */
export const redriveExecution: Operation<
  StepFunctions,
  Wire<RedriveExecutionCommandInput>,
  Wire<RedriveExecutionCommandOutput>
> = {
  name: "RedriveExecution",
  permissions: (input) => permission("RedriveExecution", input.executionArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { executionArn = "", clientToken } = input;
    const now = state.environment.clock.now();
    const earlier = state.redrives.get(executionArn) ?? [];
    const known = earlier.find((redrive) => redrive.clientToken === clientToken && redrive.date + TOKEN_LIFE >= now);
    if (known !== undefined) return { redriveDate: known.date / 1000 };
    const record = executionByArn(executionArn, state);
    const { redriveStatus, redriveStatusReason } = redrivability(record, state.machines, now);
    if (redriveStatus !== "REDRIVABLE") {
      throw executionNotRedrivable(redriveStatusReason ?? "The execution can only be redriven by its Map Run");
    }
    const snapshot = record.execution?.snapshot() ?? record.snapshot;
    if (snapshot === undefined) throw executionNotRedrivable("Where the execution ended is not known any more");
    state.executions.redrive(record, snapshot);
    if (clientToken !== undefined) {
      state.redrives.set(executionArn, [...earlier, { clientToken, date: now }].slice(-MOST_TOKENS));
    }
    return { redriveDate: now / 1000 };
  },
};
