import type {
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  GlobalSecondaryIndexDescription,
  OnDemandThroughput,
  ProvisionedThroughput,
  ProvisionedThroughputDescription,
  SSESpecification,
  StreamSpecification,
  Tag,
} from "@aws-sdk/client-dynamodb";
import type { Wire } from "../json.ts";
import { constraint, invalid, validation } from "./errors.ts";
import type { DynamoDb } from "./state.ts";
import type { Description, Table } from "./table.ts";

/** What a new on-demand table or index can take at once, as AWS reports it. */
const WARM_THROUGHPUT = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000, Status: "ACTIVE" } as const;

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
    WarmThroughput: WARM_THROUGHPUT,
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
    WarmThroughput: WARM_THROUGHPUT,
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
  setOnDemandThroughput(description, input.OnDemandThroughput);
  setEncryption(db, description, input.SSESpecification);
  return { description, timeToLive: undefined, recovery: undefined, tags: tagMap(input.Tags) };
}

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
 * Checks a new table's stream specification.
 *
 * @throws AwsError `ValidationException` when a stream is switched on without a view type, or off with one.
 */
export function checkStream(given: Wire<StreamSpecification> | undefined): void {
  if (given === undefined) return;
  if (given.StreamEnabled === true && given.StreamViewType === undefined) {
    throw invalid("Table is being created with a stream enabled, UpdateViewType is required");
  }
  if (given.StreamEnabled !== true && given.StreamViewType !== undefined) {
    throw invalid("Table is being created with a stream disabled, UpdateViewType should not be specified");
  }
  checkViewType(given);
}

/** In the order of the set that AWS's framework keeps them in. */
const VIEW_TYPES: readonly string[] = ["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"];

/** @throws AwsError `ValidationException` for a view type that there is none of. */
export function checkViewType({ StreamViewType: type }: Wire<StreamSpecification>): void {
  if (type === undefined || VIEW_TYPES.includes(type)) return;
  throw constraint(type, "streamSpecification.streamViewType", `satisfy enum value set: [${VIEW_TYPES.join(", ")}]`);
}

const TABLE_CLASSES: readonly string[] = ["STANDARD", "STANDARD_INFREQUENT_ACCESS"];

/** @throws AwsError `ValidationException` for a class that there is none of. */
export function checkTableClass(given: string | undefined): void {
  if (given === undefined || TABLE_CLASSES.includes(given)) return;
  throw validation(
    "Invalid table-class parameter provided. Please try again with a valid table-class value: " +
      `[${TABLE_CLASSES.join(", ")}].`,
  );
}

/** @throws AwsError `ValidationException` for members that contradict each other. */
export function checkEncryption(given: Wire<SSESpecification> | undefined): void {
  if (given?.Enabled === false) {
    if (given.SSEType !== undefined) throw invalid("SSEType can not be specified if Enabled is false");
    if (given.KMSMasterKeyId !== undefined) throw invalid("KMSMasterKeyId can not be specified if Enabled is false");
  }
  if (given?.SSEType === "AES256") throw invalid("SSEType AES256 is not supported");
}

const REQUEST_UNITS = ["MaxReadRequestUnits", "MaxWriteRequestUnits"] as const;

/** @throws AwsError `ValidationException` for limits of a table that pays for capacity, or below one. */
export function checkOnDemand(given: Wire<OnDemandThroughput> | undefined, provisioned: boolean, made = true): void {
  for (const member of REQUEST_UNITS) {
    const units = given?.[member];
    if (units === undefined) continue;
    if (provisioned) {
      throw invalid(`${member} for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED`);
    }
    if (units < 1 && !(made && units === UNLIMITED)) {
      throw invalid(`Requested ${member} for OnDemandThroughput for table is outside of valid range`);
    }
  }
}

/** What UpdateTable takes for no limit. */
const UNLIMITED = -1;

/** Sets a table's limits, or takes those away that are -1. */
export function setOnDemandThroughput(description: Description, given: Wire<OnDemandThroughput> | undefined): void {
  const limits = Object.entries({ ...description.OnDemandThroughput, ...given }).filter(
    ([, units]) => units !== UNLIMITED,
  );
  if (limits.length > 0) description.OnDemandThroughput = Object.fromEntries(limits);
  else delete description.OnDemandThroughput;
}

export function tagMap(tags: readonly Wire<Tag>[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}
