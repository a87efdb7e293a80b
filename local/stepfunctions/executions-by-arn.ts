import { parseArn } from "./arn.ts";
import { executionDoesNotExist, stateMachineTypeNotSupported } from "./errors.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import type { StepFunctions } from "./step-functions.ts";

/**
 * The Standard execution of an ARN.
 *
 * @throws AwsError InvalidArn; StateMachineTypeNotSupported for Express executions, which AWS keeps no record of;
 * ExecutionDoesNotExist.
 */
export function executionByArn(arn: string, state: StepFunctions): ExecutionRecord {
  const parsed = parseArn(arn, "execution", "express");
  if (parsed.kind === "express") throw stateMachineTypeNotSupported();
  const group = parsed.label === undefined ? parsed.name : `${parsed.name}/${parsed.label}`;
  const record = state.store.find(group, parsed.execution);
  if (record === undefined || record.arn !== arn) throw executionDoesNotExist(arn);
  return record;
}
