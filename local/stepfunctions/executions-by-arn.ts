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
  return found(parseArn(arn, "execution"), state);
}

/**
 * The execution of an ARN, Standard or dispatched by a Map Run, which DescribeExecution answers about (API reference).
 *
 * @throws AwsError as {@link executionByArn}.
 */
export function describableByArn(arn: string, state: StepFunctions): ExecutionRecord {
  const parsed = parseArn(arn, "execution", "express");
  return parsed.kind === "express" && parsed.label === undefined ? executionByArn(arn, state) : found(parsed, state);
}

function found(parsed: ExecutionArn, state: StepFunctions): ExecutionRecord {
  const group = parsed.label === undefined ? parsed.name : `${parsed.name}/${parsed.label}`;
  const record = state.store.find(group, parsed.execution);
  if (record === undefined || record.arn !== parsed.arn) throw executionDoesNotExist(parsed.arn);
  return record;
}

type ExecutionArn = Extract<ReturnType<typeof parseArn>, { readonly kind: "execution" | "express" }>;
