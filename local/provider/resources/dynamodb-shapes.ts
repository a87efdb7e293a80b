import type { AttributeDefinition, GlobalSecondaryIndex, Tag } from "@aws-sdk/client-dynamodb";
import type { JsonObject, Wire } from "../../json.ts";
import type { Properties } from "../handler.ts";

/** Pulumi's `globalSecondaryIndexes[]`. */
export interface IndexArgs {
  readonly name: string;
  readonly hashKey?: string;
  readonly rangeKey?: string;
  readonly keySchemas?: readonly { readonly attributeName: string; readonly keyType: "HASH" | "RANGE" }[];
  readonly projectionType: "ALL" | "INCLUDE" | "KEYS_ONLY";
  readonly nonKeyAttributes?: readonly string[];
  readonly readCapacity?: number;
  readonly writeCapacity?: number;
  readonly onDemandThroughput?: { readonly maxReadRequestUnits?: number; readonly maxWriteRequestUnits?: number };
}

/** Pulumi's arguments of a table, as far as they say what AWS is asked. */
export interface TableArgs {
  readonly name: string;
  readonly attributes?: readonly { readonly name: string; readonly type: "S" | "N" | "B" }[];
  readonly billingMode?: "PAY_PER_REQUEST" | "PROVISIONED";
  readonly deletionProtectionEnabled?: boolean;
  readonly globalSecondaryIndexes?: readonly IndexArgs[];
  readonly localSecondaryIndexes?: readonly IndexArgs[];
  readonly hashKey?: string;
  readonly rangeKey?: string;
  readonly onDemandThroughput?: { readonly maxReadRequestUnits?: number; readonly maxWriteRequestUnits?: number };
  readonly pointInTimeRecovery?: { readonly enabled: boolean; readonly recoveryPeriodInDays?: number };
  readonly readCapacity?: number;
  readonly writeCapacity?: number;
  readonly serverSideEncryption?: { readonly enabled: boolean; readonly kmsKeyArn?: string };
  readonly streamEnabled?: boolean;
  readonly streamViewType?: "KEYS_ONLY" | "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES" | "";
  readonly tableClass?: "STANDARD" | "STANDARD_INFREQUENT_ACCESS";
  readonly tags?: Readonly<Record<string, string>>;
  readonly tagsAll?: Readonly<Record<string, string>>;
  readonly ttl?: { readonly attributeName?: string; readonly enabled?: boolean };
}

/** Checked inputs as what the schema has made sure that they are. */
export function tableArgs(inputs: Properties): TableArgs {
  return inputs as unknown as TableArgs;
}

/** Whether the table is paid by the request. */
export function isOnDemand(args: TableArgs): boolean {
  return args.billingMode === "PAY_PER_REQUEST";
}

/** The attributes that keys are made of. */
export function definitions(args: TableArgs): Wire<AttributeDefinition>[] {
  return (args.attributes ?? []).map(({ name, type }) => ({ AttributeName: name, AttributeType: type }));
}

/** A CreateTable request; time to live, recovery and such are calls of their own. */
export function createInput(args: TableArgs): JsonObject {
  const onDemand = isOnDemand(args);
  const locals = args.localSecondaryIndexes ?? [];
  const globals = args.globalSecondaryIndexes ?? [];
  const tags = tagList(args);
  return {
    TableName: args.name,
    AttributeDefinitions: definitions(args),
    KeySchema: keySchema(args.hashKey, args.rangeKey),
    BillingMode: args.billingMode ?? "PROVISIONED",
    ...(onDemand ? {} : { ProvisionedThroughput: throughput(args) }),
    ...(locals.length === 0
      ? {}
      : {
          LocalSecondaryIndexes: locals.map((index) => ({
            IndexName: index.name,
            KeySchema: keySchema(args.hashKey, index.rangeKey),
            Projection: projection(index),
          })),
        }),
    ...(globals.length === 0 ? {} : { GlobalSecondaryIndexes: globals.map((index) => globalIndex(index, onDemand)) }),
    ...(args.streamEnabled === true ? { StreamSpecification: streamSpecification(args) } : {}),
    ...(args.deletionProtectionEnabled === undefined
      ? {}
      : { DeletionProtectionEnabled: args.deletionProtectionEnabled }),
    ...(args.tableClass === undefined ? {} : { TableClass: args.tableClass }),
    ...(args.serverSideEncryption === undefined ? {} : { SSESpecification: encryption(args.serverSideEncryption) }),
    ...(args.onDemandThroughput === undefined ? {} : { OnDemandThroughput: requestLimits(args.onDemandThroughput) }),
    ...(tags.length === 0 ? {} : { Tags: tags }),
  } as JsonObject;
}

/** Whether the table has a stream, and what its records show. */
export function streamSpecification(args: TableArgs): JsonObject {
  return args.streamEnabled === true
    ? { StreamEnabled: true, StreamViewType: args.streamViewType ?? "" }
    : { StreamEnabled: false };
}

/** Encryption with a key of KMS; else DynamoDB's own key is used. */
export function encryption(given: NonNullable<TableArgs["serverSideEncryption"]>): JsonObject {
  if (!given.enabled) return { Enabled: false };
  return { Enabled: true, SSEType: "KMS", ...(given.kmsKeyArn ? { KMSMasterKeyId: given.kmsKeyArn } : {}) };
}

/** Capacity of a table or index; the provider's default is one unit. */
export function throughput(args: { readonly readCapacity?: number; readonly writeCapacity?: number }): JsonObject {
  return { ReadCapacityUnits: args.readCapacity ?? 1, WriteCapacityUnits: args.writeCapacity ?? 1 };
}

/** A global index, which has no capacity of its own on an on-demand table. */
export function globalIndex(index: IndexArgs, onDemand: boolean): Wire<GlobalSecondaryIndex> {
  return {
    IndexName: index.name,
    KeySchema:
      index.keySchemas === undefined || index.keySchemas.length === 0
        ? keySchema(index.hashKey, index.rangeKey)
        : index.keySchemas.map(({ attributeName, keyType }) => ({ AttributeName: attributeName, KeyType: keyType })),
    Projection: projection(index),
    ...(onDemand ? {} : { ProvisionedThroughput: throughput(index) }),
    ...(index.onDemandThroughput === undefined ? {} : { OnDemandThroughput: requestLimits(index.onDemandThroughput) }),
  } as Wire<GlobalSecondaryIndex>;
}

/** All tags of the table, the provider's default tags among them. */
export function tagList(args: TableArgs): Wire<Tag>[] {
  return Object.entries(args.tagsAll ?? args.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

function keySchema(hash: string | undefined, range: string | undefined) {
  return [
    { AttributeName: hash ?? "", KeyType: "HASH" as const },
    ...(range ? [{ AttributeName: range, KeyType: "RANGE" as const }] : []),
  ];
}

function projection(index: IndexArgs) {
  return {
    ProjectionType: index.projectionType,
    ...(index.nonKeyAttributes === undefined || index.nonKeyAttributes.length === 0
      ? {}
      : { NonKeyAttributes: [...index.nonKeyAttributes] }),
  };
}

/** How many requests a second an on-demand table takes at most. */
export function requestLimits(given: NonNullable<TableArgs["onDemandThroughput"]>): JsonObject {
  return { MaxReadRequestUnits: given.maxReadRequestUnits, MaxWriteRequestUnits: given.maxWriteRequestUnits };
}
