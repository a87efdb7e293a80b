import type { Scheduler } from "../asl/scheduler.ts";
import { textOf } from "../asl/source-text.ts";
import type { ServiceCaller } from "../aws/caller.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Environment } from "../module.ts";
import { type ExecutionRecord, statusOf } from "./execution-record.ts";
import type { ExecutionObserver } from "./executions.ts";
import { type Redrivability, redrivability } from "./redrivability.ts";
import type { StateMachines } from "./state-machines.ts";

/** PutEvents takes so many entries at once. */
const MOST_ENTRIES = 10;
/** Escaped input and output beyond this many bytes are left out of the event (DG/eventbridge-integration: 248 KB). */
const MOST_DATA = 248 * 1024;

const CALLER: ServiceCaller = { kind: "service", principal: "states.amazonaws.com" };

/**
 * Puts "Step Functions Execution Status Change" events of Standard executions on the default bus (DG/eventbridge-integration), at the
 * end of the event loop's turn, several at once. Without a rule on that bus nobody could see them and none is made.
 */
export function createStatusEvents(
  environment: Environment,
  scheduler: Scheduler,
  machines: StateMachines,
): ExecutionObserver {
  const { aws, clock, log } = environment;
  let pending: (() => JsonObject)[] = [];

  const put = async (batch: readonly (() => JsonObject)[]): Promise<void> => {
    const rules = (await aws.call("events", "ListRules", { Limit: 1 }, { caller: { kind: "account" } }))["Rules"];
    if (!Array.isArray(rules) || rules.length === 0) return;
    for (let start = 0; start < batch.length; start += MOST_ENTRIES) {
      const entries = batch.slice(start, start + MOST_ENTRIES).map((entry) => entry());
      await aws.call("events", "PutEvents", { Entries: entries }, { caller: CALLER });
    }
  };

  const flush = (): void => {
    const batch = pending;
    pending = [];
    const hold = clock.hold();
    put(batch)
      .catch((error: unknown) => log.error(`status events of ${batch.length} executions are lost: ${String(error)}`))
      .finally(() => hold.release());
  };

  const changed = (record: ExecutionRecord): void => {
    if (record.target.type !== "STANDARD" || !aws.services().has("events")) return;
    // The record changes before the event is made; its status is that of now.
    const detail = detailOf(record, redrivability(record, machines, clock.now()));
    if (pending.push(() => entryOf(record, detail())) === 1) scheduler.later(flush);
  };

  return {
    opened: (record, reason) => {
      if (reason !== "resumed") changed(record);
    },
    closed: changed,
  };
}

function entryOf(record: ExecutionRecord, detail: JsonObject): JsonObject {
  return {
    Source: "aws.states",
    DetailType: "Step Functions Execution Status Change",
    Resources: [record.arn],
    Detail: JSON.stringify(detail),
  };
}

function detailOf(record: ExecutionRecord, redrive: Redrivability): () => JsonObject {
  const { outcome, stopDate, redriveCount, redriveDate } = record;
  const status = statusOf(record);
  const { redriveStatus, redriveStatusReason } = redrive;
  return () => {
    const output = outcome?.status === "SUCCEEDED" ? textOf(outcome.output) : null;
    const failed = outcome?.status === "FAILED" || outcome?.status === "ABORTED" ? outcome : undefined;
    const outputFits = output === null || escapedSize(output) <= MOST_DATA;
    const inputFits = escapedSize(record.input) + (output === null ? 0 : escapedSize(output)) <= MOST_DATA;
    return {
      executionArn: record.arn,
      stateMachineArn: record.target.stateMachineArn,
      stateMachineVersionArn: record.target.versionArn ?? null,
      stateMachineAliasArn: record.target.aliasArn ?? null,
      name: record.name,
      status,
      startDate: record.startDate,
      stopDate: stopDate ?? null,
      input: inputFits ? record.input : null,
      output: outputFits ? output : null,
      inputDetails: { included: inputFits },
      outputDetails: output === null ? null : { included: outputFits },
      error: failed?.error ?? null,
      cause: failed?.cause ?? null,
      redriveCount,
      redriveDate: redriveDate ?? null,
      redriveStatus,
      redriveStatusReason: redriveStatusReason ?? null,
    } satisfies Record<string, Json>;
  };
}

function escapedSize(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
