import { parseArn } from "./arn.ts";
import { executionDoesNotExist } from "./errors.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import type { StepFunctions } from "./step-functions.ts";

/**
 * The Standard execution of an ARN.
 *
 * @throws AwsError InvalidArn, for Express executions too: `Resource type not valid in this context: express`, as the
 * operations on executions model no other refusal for them; ExecutionDoesNotExist.
 */
export function executionByArn(arn: string, state: StepFunctions): ExecutionRecord {
  const parsed = parseArn(arn, "execution");
  const group = parsed.label === undefined ? parsed.name : `${parsed.name}/${parsed.label}`;
  const record = state.store.find(group, parsed.execution);
  if (record === undefined || record.arn !== arn) throw executionDoesNotExist(arn);
  return record;
}
