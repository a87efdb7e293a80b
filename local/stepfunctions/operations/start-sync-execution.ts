import type { StartSyncExecutionCommandInput, StartSyncExecutionCommandOutput } from "@aws-sdk/client-sfn";
import { textOf } from "../../asl/source-text.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkName } from "../arn.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { dataDetails } from "../data-details.ts";
import { stateMachineTypeNotSupported } from "../errors.ts";
import { executionInput } from "../execution-input.ts";
import type { ExecutionRecord } from "../execution-record.ts";
import { permission } from "../permission.ts";
import { INCLUDED_DATA, START } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

type Output = Wire<StartSyncExecutionCommandOutput>;

const CONSTRAINTS: Constraints = { ...START, includedData: INCLUDED_DATA };

/** Memory is billed in steps of 64 MB; a local execution never takes more than one. */
const BILLED_MEMORY = 64;
/** Duration is billed in steps of 100 ms. */
const BILLED_STEP = 100;

/** Starts an Express execution and waits for its end. The answer is a success whatever the outcome (API reference). */
export const startSyncExecution: Operation<StepFunctions, Wire<StartSyncExecutionCommandInput>, Output> = {
  name: "StartSyncExecution",
  permissions: (input) => permission("StartSyncExecution", input.stateMachineArn),
  run: async (input, call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const { stateMachineArn = "", name } = input;
    if (name !== undefined) checkName(name);
    const target = state.machines.target(stateMachineArn);
    if (target.type !== "EXPRESS") throw stateMachineTypeNotSupported();
    const { text, value } = executionInput(input.input);
    // A request's header goes before what its body says (API reference: traceHeader).
    const trace = call.traceHeader ?? input.traceHeader ?? (target.revision.tracing ? newTrace(state) : undefined);
    const record = state.executions.start({ target, name, input: text, inputValue: value, traceHeader: trace });
    if (record.execution !== undefined) await call.hold.park(record.execution.done);
    return outputOf(record, input.includedData !== "METADATA_ONLY");
  },
};

/** A traced execution that nobody upstream traces begins a trace of its own. */
function newTrace(state: StepFunctions): string {
  const { clock, ids } = state.environment;
  const seconds = Math.floor(clock.now() / 1000).toString(16);
  return `Root=1-${seconds}-${Buffer.from(ids.bytes(12)).toString("hex")};Sampled=1`;
}

/** The members in alphabetical order, as AWS prints them. */
function outputOf(record: ExecutionRecord, complete: boolean): Output {
  const { outcome, startDate, stopDate = startDate } = record;
  if (outcome === undefined) throw new Error(`${record.arn} has not ended`);
  const duration = Math.max(1, Math.ceil((stopDate - startDate) / BILLED_STEP)) * BILLED_STEP;
  // An Express execution is aborted only when its state machine is deleted under it; the API has no such status here.
  const failed = outcome.status === "FAILED" || outcome.status === "ABORTED" ? outcome : undefined;
  const output = outcome.status === "SUCCEEDED" && complete ? textOf(outcome.output) : undefined;
  return {
    billingDetails: { billedDurationInMilliseconds: duration, billedMemoryUsedInMB: BILLED_MEMORY },
    ...(failed?.cause === undefined ? {} : { cause: failed.cause }),
    ...(failed?.error === undefined ? {} : { error: failed.error }),
    executionArn: record.arn,
    ...(complete ? { input: record.input } : {}),
    inputDetails: dataDetails(complete),
    name: record.name,
    ...(output === undefined ? {} : { output }),
    // Also where there is no output (seen in answers for failed executions).
    outputDetails: dataDetails(complete),
    startDate: startDate / 1000,
    stateMachineArn: record.target.stateMachineArn,
    status: outcome.status === "ABORTED" ? "FAILED" : outcome.status,
    stopDate: stopDate / 1000,
    ...(record.traceHeader === undefined ? {} : { traceHeader: record.traceHeader }),
  };
}
