import type { GlobalSecondaryIndexUpdate, UpdateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { Wire } from "../json.ts";
import { invalid, validation } from "./errors.ts";

/*
 * What may be asked together of UpdateTable, in the words of AWS as probed in October 2026 (ack-api-quirks DDB-TABLE-433
 * and -442; 58 texts were the same in us-east-1 and us-west-2).
 */

type Input = Wire<UpdateTableCommandInput>;

/** Changes that a request may ask for; one with none of them is refused. */
const CHANGES = [
  "ProvisionedThroughput",
  "BillingMode",
  "StreamSpecification",
  "GlobalSecondaryIndexUpdates",
  "SSESpecification",
  "ReplicaUpdates",
  "DeletionProtectionEnabled",
  "OnDemandThroughput",
  "WarmThroughput",
  "TableClass",
] as const;

/** Changes that stand alone, most important first. */
const ALONE = [
  ["SSESpecification", "Server-Side Encryption modification"],
  ["TableClass", "TableClass modification"],
  ["DeletionProtectionEnabled", "DeletionProtection modification"],
  ["WarmThroughput", "WarmThroughput"],
] as const;

/** The largest capacity that is not out of bounds. */
const MOST_CAPACITY = 1_000_000_000_000;

/** @throws AwsError `ValidationException` when a request asks for nothing, or for what does not go together. */
export function checkUpdate(input: Input): void {
  const asked = CHANGES.filter((member) => input[member] !== undefined);
  if (asked.length === 0) throw validation(nothingAsked(input));
  checkTogether(input, asked);
  const { ProvisionedThroughput: capacity, BillingMode: mode } = input;
  if (mode === "PROVISIONED" && capacity === undefined) {
    throw invalid("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  }
  for (const unit of ["ReadCapacityUnits", "WriteCapacityUnits"] as const) {
    const value = capacity?.[unit] ?? 0;
    if (value > MOST_CAPACITY) throw validation(`Given value ${value} for ${unit} is out of bounds`);
  }
  if (input.GlobalSecondaryIndexUpdates !== undefined) checkIndexUpdates(input.GlobalSecondaryIndexUpdates);
}

/** The list names members that no public model has, and leaves out what the request has. */
function nothingAsked(input: Input): string {
  const consistency = input.MultiRegionConsistency === undefined ? "MultiRegionConsistency, " : "";
  return (
    "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, " +
    `SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, ${consistency}` +
    "DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required"
  );
}

function checkTogether(input: Input, asked: readonly string[]): void {
  if (asked.length === 1) return;
  const alone = ALONE.find(([member]) => input[member] !== undefined);
  if (alone !== undefined) throw invalid(`${alone[1]} must be the only operation in the request`);
  if (
    input.OnDemandThroughput !== undefined &&
    asked.some((one) => one !== "OnDemandThroughput" && one !== "BillingMode")
  ) {
    throw invalid("OnDemandThroughput can only be combined with BillingMode in an UpdateTable request");
  }
  const capacity = input.ProvisionedThroughput !== undefined || input.BillingMode === "PROVISIONED";
  const stream = input.StreamSpecification !== undefined;
  if (stream && capacity) throw invalid("You cannot modify stream status while updating table IOPS");
  const indexes = input.GlobalSecondaryIndexUpdates?.some((one) => one.Update === undefined) === true;
  if (indexes && capacity) throw invalid("You cannot create or delete index while updating table IOPS");
  if (indexes && stream) throw invalid("You cannot create or delete index while changing stream status");
}

function checkIndexUpdates(updates: readonly Wire<GlobalSecondaryIndexUpdate>[]): void {
  if (updates.length === 0) throw invalid("List of GlobalSecondaryIndexUpdates is empty");
  const seen = new Set<string>();
  for (const { Create: create, Update: update, Delete: remove } of updates) {
    const actions = [update, create, remove].filter((action) => action !== undefined);
    if (actions.length === 0) {
      throw invalid(
        "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, " +
          "GlobalSecondaryIndexUpdate.Delete must not be null",
      );
    }
    if (actions.length > 1) {
      throw invalid("Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object");
    }
    const name = actions[0]?.IndexName ?? "";
    if (seen.has(name)) {
      throw invalid(`Only one global secondary index update per index is allowed simultaneously. Index: ${name}`);
    }
    seen.add(name);
  }
}
