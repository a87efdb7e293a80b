import { isObject } from "../../json.ts";
import type { Outcome } from "../execution/invocation.ts";

/**
 * Which items of a batch a function reports as failed (`ReportBatchItemFailures`).
 *
 * Nothing, null or an empty list is a full success; an id that is none of the batch's, or an answer of another shape,
 * fails the whole batch (LDG/with-sqs).
 *
 * @returns the failed ids; `all` when the whole batch has failed.
 */
export function failedItems(outcome: Outcome, ids: readonly string[]): readonly string[] | "all" {
  if (outcome.failed) return "all";
  const response: unknown = JSON.parse(outcome.payload);
  if (response === null || response === "") return [];
  if (!isObject(response)) return [];
  const failures: unknown = response["batchItemFailures"];
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return "all";
  const known = new Set(ids);
  const failed: string[] = [];
  for (const failure of failures) {
    const id: unknown = isObject(failure) ? failure["itemIdentifier"] : undefined;
    if (typeof id !== "string" || !known.has(id)) return "all";
    failed.push(id);
  }
  return failed;
}

/** Whether an answer names failed items: worth a warning where the mapping does not look at it. */
export function namesFailures(outcome: Outcome): boolean {
  if (outcome.failed || !outcome.payload.includes('"batchItemFailures"')) return false;
  const response: unknown = JSON.parse(outcome.payload);
  return isObject(response) && Array.isArray(response["batchItemFailures"]) && response["batchItemFailures"].length > 0;
}
