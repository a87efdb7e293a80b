import type {
  ContinuousBackupsDescription,
  GlobalSecondaryIndexDescription,
  LocalSecondaryIndexDescription,
  TableDescription,
  TimeToLiveDescription,
} from "@aws-sdk/client-dynamodb";
import type { Wire } from "../../json.ts";
import type { Properties } from "../handler.ts";

/** What AWS says of a table, from the four calls it takes to ask. */
export interface Observed {
  readonly table: Wire<TableDescription>;
  readonly timeToLive: Wire<TimeToLiveDescription>;
  readonly backups: Wire<ContinuousBackupsDescription>;
  readonly tags: Readonly<Record<string, string>>;
}

/** The properties that a program could have given for the table as it is. */
export function inputsOf({ table, timeToLive, backups, tags }: Observed): Properties {
  const keys = keysOf(table.KeySchema);
  const recovery = backups.PointInTimeRecoveryDescription;
  return {
    name: table.TableName,
    attributes: (table.AttributeDefinitions ?? []).map((one) => ({ name: one.AttributeName, type: one.AttributeType })),
    billingMode: table.BillingModeSummary?.BillingMode ?? "PROVISIONED",
    deletionProtectionEnabled: table.DeletionProtectionEnabled ?? false,
    ...keys,
    globalSecondaryIndexes: (table.GlobalSecondaryIndexes ?? []).map(indexOf),
    localSecondaryIndexes: (table.LocalSecondaryIndexes ?? []).map(localIndexOf),
    ...limitsOf(table),
    pointInTimeRecovery: {
      enabled: recovery?.PointInTimeRecoveryStatus === "ENABLED",
      ...(recovery?.RecoveryPeriodInDays === undefined ? {} : { recoveryPeriodInDays: recovery.RecoveryPeriodInDays }),
    },
    readCapacity: table.ProvisionedThroughput?.ReadCapacityUnits ?? 0,
    writeCapacity: table.ProvisionedThroughput?.WriteCapacityUnits ?? 0,
    ...(table.SSEDescription === undefined
      ? {}
      : { serverSideEncryption: { enabled: true, kmsKeyArn: table.SSEDescription.KMSMasterKeyArn ?? "" } }),
    streamEnabled: table.StreamSpecification?.StreamEnabled ?? false,
    streamViewType: table.StreamSpecification?.StreamViewType ?? "",
    tableClass: table.TableClassSummary?.TableClass ?? "STANDARD",
    tags,
    ttl: {
      attributeName: timeToLive.AttributeName ?? "",
      enabled: timeToLive.TimeToLiveStatus === "ENABLED",
    },
  };
}

/** Every output property of the table as the real provider returns them. */
export function outputsOf(observed: Observed, region: string): Properties {
  const { table, tags } = observed;
  return {
    ...inputsOf(observed),
    arn: table.TableArn,
    region,
    replicas: [],
    streamArn: table.LatestStreamArn ?? "",
    streamLabel: table.LatestStreamLabel ?? "",
    tagsAll: tags,
    ...warmthOf(table),
  };
}

/**
 * What a table is warmed up for, when that is more than every table is: the provider leaves AWS's own values out
 * (flattenTableWarmThroughput of terraform-provider-aws).
 */
function warmthOf({ WarmThroughput: warmth }: Wire<TableDescription>): Properties {
  const { ReadUnitsPerSecond: read = 0, WriteUnitsPerSecond: write = 0 } = warmth ?? {};
  const isEveryTables = (read < 12_000 && write < 4000) || (read === 12_000 && write === 4000);
  return isEveryTables ? {} : { warmThroughput: { readUnitsPerSecond: read, writeUnitsPerSecond: write } };
}

function keysOf(schema: Wire<TableDescription>["KeySchema"]): { hashKey?: string; rangeKey?: string } {
  const named = (type: string) => schema?.find((key) => key.KeyType === type)?.AttributeName;
  const hashKey = named("HASH");
  const rangeKey = named("RANGE");
  return { ...(hashKey === undefined ? {} : { hashKey }), ...(rangeKey === undefined ? {} : { rangeKey }) };
}

/** Limits of on-demand requests; -1 is none (AmazonDynamoDB API, OnDemandThroughput). */
function limitsOf(one: Pick<Wire<TableDescription>, "OnDemandThroughput">): Properties {
  const { MaxReadRequestUnits: read = -1, MaxWriteRequestUnits: write = -1 } = one.OnDemandThroughput ?? {};
  if (read < 0 && write < 0) return {};
  return { onDemandThroughput: { maxReadRequestUnits: read, maxWriteRequestUnits: write } };
}

function indexOf(index: Wire<GlobalSecondaryIndexDescription>): Properties {
  return {
    ...localIndexOf(index),
    ...keysOf(index.KeySchema),
    ...limitsOf(index),
    readCapacity: index.ProvisionedThroughput?.ReadCapacityUnits ?? 0,
    writeCapacity: index.ProvisionedThroughput?.WriteCapacityUnits ?? 0,
  };
}

function localIndexOf(index: Wire<LocalSecondaryIndexDescription>): Properties {
  const { rangeKey } = keysOf(index.KeySchema);
  return {
    name: index.IndexName,
    ...(rangeKey === undefined ? {} : { rangeKey }),
    projectionType: index.Projection?.ProjectionType ?? "ALL",
    nonKeyAttributes: index.Projection?.NonKeyAttributes ?? [],
  };
}
