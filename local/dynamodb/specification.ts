import type {
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  GlobalSecondaryIndexDescription,
  ProvisionedThroughput,
  ProvisionedThroughputDescription,
  SSESpecification,
  StreamSpecification,
  Tag,
} from "@aws-sdk/client-dynamodb";
import type { Wire } from "../json.ts";
import { validation } from "./errors.ts";
import type { DynamoDb } from "./state.ts";
import type { Description, Table } from "./table.ts";

/** What a new on-demand table or index can take at once (DDG/warm-throughput). */
const WARM_THROUGHPUT = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000 } as const;

/** What a table or index can take at once: what was asked for, else its provisioned throughput or what on-demand ones begin with. */
function warmThroughput({ WarmThroughput: asked, ProvisionedThroughput: provisioned }: Throughputs) {
  const { ReadCapacityUnits: reads = 0, WriteCapacityUnits: writes = 0 } = provisioned ?? {};
  return {
    ...(provisioned === undefined ? WARM_THROUGHPUT : { ReadUnitsPerSecond: reads, WriteUnitsPerSecond: writes }),
    ...asked,
    Status: "ACTIVE" as const,
  };
}

/** What has been provisioned once stays warm; an on-demand table has at least what it would begin with (DDG/warm-throughput-scenarios). */
export function raiseWarmThroughput(described: Pick<Description, "WarmThroughput" | "ProvisionedThroughput">): void {
  const { ReadUnitsPerSecond: reads = 0, WriteUnitsPerSecond: writes = 0 } = described.WarmThroughput ?? {};
  const { ReadCapacityUnits: newReads = 0, WriteCapacityUnits: newWrites = 0 } = described.ProvisionedThroughput;
  const least = newReads === 0 ? WARM_THROUGHPUT : { ReadUnitsPerSecond: newReads, WriteUnitsPerSecond: newWrites };
  described.WarmThroughput = {
    ReadUnitsPerSecond: Math.max(reads, least.ReadUnitsPerSecond),
    WriteUnitsPerSecond: Math.max(writes, least.WriteUnitsPerSecond),
    Status: "ACTIVE",
  };
}

type Throughputs = Pick<Wire<CreateTableCommandInput>, "WarmThroughput" | "ProvisionedThroughput">;

/** Members of a table or index that a request sets; a new table has them all, and is active at once. */
export function throughput(given: Wire<ProvisionedThroughput> | undefined): Wire<ProvisionedThroughputDescription> {
  return {
    NumberOfDecreasesToday: 0,
    ReadCapacityUnits: given?.ReadCapacityUnits ?? 0,
    WriteCapacityUnits: given?.WriteCapacityUnits ?? 0,
  };
}

/** A new global index, active at once. */
export function newIndex(tableArn: string, index: Wire<GlobalSecondaryIndex>): Wire<GlobalSecondaryIndexDescription> {
  return {
    IndexName: index.IndexName,
    KeySchema: index.KeySchema,
    Projection: index.Projection,
    IndexStatus: "ACTIVE",
    ProvisionedThroughput: throughput(index.ProvisionedThroughput),
    IndexSizeBytes: 0,
    ItemCount: 0,
    IndexArn: `${tableArn}/index/${index.IndexName}`,
    ...(index.OnDemandThroughput === undefined ? {} : { OnDemandThroughput: index.OnDemandThroughput }),
    WarmThroughput: warmThroughput(index),
  };
}

/** A new table from a checked CreateTable request. Streams are opened by the caller. */
export function newTable(db: DynamoDb, input: Wire<CreateTableCommandInput>): Table {
  const { partition, region, account } = db.scope;
  const name = input.TableName ?? "";
  const arn = `arn:${partition}:dynamodb:${region}:${account}:table/${name}`;
  const now = db.environment.clock.now() / 1000;
  const description: Description = {
    AttributeDefinitions: input.AttributeDefinitions ?? [],
    TableName: name,
    KeySchema: input.KeySchema ?? [],
    TableStatus: "ACTIVE",
    CreationDateTime: now,
    ProvisionedThroughput: throughput(input.ProvisionedThroughput),
    TableSizeBytes: 0,
    ItemCount: 0,
    TableArn: arn,
    TableId: db.environment.ids.uuid(),
    DeletionProtectionEnabled: input.DeletionProtectionEnabled ?? false,
    WarmThroughput: warmThroughput(input),
  };
  if (input.BillingMode === "PAY_PER_REQUEST") setBillingMode(description, "PAY_PER_REQUEST", now);
  if (input.LocalSecondaryIndexes !== undefined) {
    description.LocalSecondaryIndexes = input.LocalSecondaryIndexes.map((index) => ({
      ...index,
      IndexSizeBytes: 0,
      ItemCount: 0,
      IndexArn: `${arn}/index/${index.IndexName}`,
    }));
  }
  if (input.GlobalSecondaryIndexes !== undefined) {
    description.GlobalSecondaryIndexes = input.GlobalSecondaryIndexes.map((index) => newIndex(arn, index));
  }
  if (input.TableClass !== undefined) setTableClass(description, input.TableClass, now);
  if (input.OnDemandThroughput !== undefined) description.OnDemandThroughput = input.OnDemandThroughput;
  setEncryption(db, description, input.SSESpecification);
  return { description, timeToLive: undefined, recovery: undefined, tags: tagMap(input.Tags) };
}

/**
 * Changes how a table is paid for. The time of the first change to on-demand is kept.
 *
 * @param now epoch seconds.
 */
export function setBillingMode(description: Description, mode: "PAY_PER_REQUEST" | "PROVISIONED", now: number): void {
  const since = description.BillingModeSummary?.LastUpdateToPayPerRequestDateTime;
  description.BillingModeSummary = {
    BillingMode: mode,
    ...(mode === "PAY_PER_REQUEST"
      ? { LastUpdateToPayPerRequestDateTime: now }
      : since === undefined
        ? {}
        : { LastUpdateToPayPerRequestDateTime: since }),
  };
}

/**
 * Changes the class of a table's storage.
 *
 * @param now epoch seconds.
 */
export function setTableClass(
  description: Description,
  tableClass: "STANDARD" | "STANDARD_INFREQUENT_ACCESS",
  now: number,
): void {
  description.TableClassSummary = { TableClass: tableClass, LastUpdateDateTime: now };
}

/** Encryption with the AWS managed key or a key of one's own is shown; the default, AWS's own key, is not. */
export function setEncryption(db: DynamoDb, description: Description, given: Wire<SSESpecification> | undefined): void {
  if (given === undefined) return;
  if (given.Enabled !== true) {
    delete description.SSEDescription;
    return;
  }
  const { partition, region, account } = db.scope;
  description.SSEDescription = {
    Status: "ENABLED",
    SSEType: "KMS",
    KMSMasterKeyArn: given.KMSMasterKeyId ?? `arn:${partition}:kms:${region}:${account}:alias/aws/dynamodb`,
  };
}

/**
 * Checks a stream specification.
 *
 * @throws AwsError `ValidationException` when a stream is switched on without a view type, or off with one.
 */
export function checkStream(given: Wire<StreamSpecification> | undefined): void {
  if (given === undefined) return;
  if (given.StreamEnabled === true && given.StreamViewType === undefined) {
    throw validation(
      "One or more parameter values were invalid: StreamViewType is required when StreamEnabled is true",
    );
  }
  if (given.StreamEnabled !== true && given.StreamViewType !== undefined) {
    throw validation(
      "One or more parameter values were invalid: StreamViewType must not be specified when StreamEnabled is false",
    );
  }
}

/** Tags as a map; the later of two with one key wins. */
export function tagMap(tags: readonly Wire<Tag>[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}
