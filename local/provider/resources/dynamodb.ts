import { isDeepStrictEqual } from "node:util";
import type {
  ContinuousBackupsDescription,
  TableDescription,
  Tag,
  TimeToLiveDescription,
} from "@aws-sdk/client-dynamodb";
import { OWNER } from "../../aws/caller.ts";
import type { JsonObject, Wire } from "../../json.ts";
import type { HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { finished } from "../partial-failure.ts";
import { checkTable } from "./dynamodb-check.ts";
import { inputsOf, type Observed, outputsOf } from "./dynamodb-outputs.ts";
import {
  createInput,
  definitions,
  encryption,
  globalIndex,
  type IndexArgs,
  isOnDemand,
  requestLimits,
  streamSpecification,
  type TableArgs,
  tableArgs,
  tagList,
  throughput,
} from "./dynamodb-shapes.ts";
import { unlessGone } from "./gone.ts";

const GONE = "ResourceNotFoundException";

/** `aws.dynamodb.Table`: one CreateTable, and calls of their own for time to live and recovery. */
export const dynamodbTable: ResourceHandler = {
  type: "aws:dynamodb/table:Table",
  check: (inputs, unknown) => checkTable(inputs, unknown),
  create: async (inputs, context) => {
    const args = tableArgs(inputs);
    await call(context, "CreateTable", createInput(args));
    const setUp = async (): Promise<void> => {
      if (args.ttl?.enabled === true) await setTimeToLive(args.name, args.ttl, true, context);
      if (args.pointInTimeRecovery?.enabled === true) await setRecovery(args, context);
    };
    return finished(setUp, () => present(args.name, inputs, context));
  },
  read: async (id, context) => {
    const observed = await observe(id, context);
    if (observed === undefined) return undefined;
    return { id, inputs: inputsOf(observed), outputs: outputsOf(observed, context.aws.scope.region) };
  },
  update: async (id, olds, news, context) => {
    const before = tableArgs(olds);
    const after = tableArgs(news);
    await updateSettings(before, after, context);
    await updateIndexes(before, after, context);
    await updateStream(before, after, context);
    await updateTimeToLive(before, after, context);
    if (!isDeepStrictEqual(before.pointInTimeRecovery, after.pointInTimeRecovery)) await setRecovery(after, context);
    await retag(id, after, context);
    return present(id, news, context);
  },
  delete: async (id, _outputs, context) => {
    await unlessGone(call(context, "DeleteTable", { TableName: id }), GONE);
  },
};

/** What takes limits of on-demand requests back (AmazonDynamoDB API, OnDemandThroughput). */
const NO_LIMITS = { maxReadRequestUnits: -1, maxWriteRequestUnits: -1 };

async function updateSettings(before: TableArgs, after: TableArgs, context: HandlerContext): Promise<void> {
  const billing = before.billingMode !== after.billingMode;
  const capacity = before.readCapacity !== after.readCapacity || before.writeCapacity !== after.writeCapacity;
  // AWS takes one change at a time: only the billing mode comes with its capacity.
  const changes: JsonObject[] = [
    {
      ...(billing ? { BillingMode: after.billingMode ?? "PROVISIONED" } : {}),
      ...(!isOnDemand(after) && (billing || capacity) ? { ProvisionedThroughput: throughput(after) } : {}),
    },
    before.deletionProtectionEnabled === after.deletionProtectionEnabled
      ? {}
      : { DeletionProtectionEnabled: after.deletionProtectionEnabled ?? false },
    isDeepStrictEqual(before.onDemandThroughput, after.onDemandThroughput) || !isOnDemand(after)
      ? {}
      : { OnDemandThroughput: requestLimits({ ...NO_LIMITS, ...after.onDemandThroughput }) },
    before.tableClass === after.tableClass ? {} : { TableClass: after.tableClass ?? "STANDARD" },
    isDeepStrictEqual(before.serverSideEncryption, after.serverSideEncryption)
      ? {}
      : { SSESpecification: encryption(after.serverSideEncryption ?? { enabled: false }) },
  ];
  for (const change of changes) {
    if (Object.keys(change).length > 0) await call(context, "UpdateTable", { TableName: after.name, ...change });
  }
}

/** An index whose keys or projection change is deleted and made again; AWS takes one such change at a time. */
async function updateIndexes(before: TableArgs, after: TableArgs, context: HandlerContext): Promise<void> {
  const onDemand = isOnDemand(after);
  const shape = (index: IndexArgs): unknown => {
    const { ProvisionedThroughput: _, OnDemandThroughput: __, ...rest } = globalIndex(index, true);
    return rest;
  };
  const update = (change: object): Promise<JsonObject> =>
    call(context, "UpdateTable", {
      TableName: after.name,
      AttributeDefinitions: definitions(after) as unknown as JsonObject[],
      GlobalSecondaryIndexUpdates: [change as JsonObject],
    });
  const olds = new Map((before.globalSecondaryIndexes ?? []).map((index) => [index.name, index]));
  const news = new Map((after.globalSecondaryIndexes ?? []).map((index) => [index.name, index]));
  for (const [name, old] of olds) {
    const wanted = news.get(name);
    if (wanted !== undefined && isDeepStrictEqual(shape(old), shape(wanted))) continue;
    await update({ Delete: { IndexName: name } });
    olds.delete(name);
  }
  for (const [name, wanted] of news) {
    const old = olds.get(name);
    if (old === undefined) await update({ Create: globalIndex(wanted, onDemand) });
    else if (!onDemand && (old.readCapacity !== wanted.readCapacity || old.writeCapacity !== wanted.writeCapacity)) {
      await update({ Update: { IndexName: name, ProvisionedThroughput: throughput(wanted) } });
    } else if (onDemand && !isDeepStrictEqual(old.onDemandThroughput, wanted.onDemandThroughput)) {
      const limits = requestLimits({ ...NO_LIMITS, ...wanted.onDemandThroughput });
      await update({ Update: { IndexName: name, OnDemandThroughput: limits } });
    }
  }
}

/** A stream's view type cannot change: it is switched off and on again, which gives it a new ARN. */
async function updateStream(before: TableArgs, after: TableArgs, context: HandlerContext): Promise<void> {
  const was = before.streamEnabled === true;
  const is = after.streamEnabled === true;
  if (was === is && (!is || before.streamViewType === after.streamViewType)) return;
  const set = (args: TableArgs): Promise<JsonObject> =>
    call(context, "UpdateTable", { TableName: after.name, StreamSpecification: streamSpecification(args) });
  if (was) await set({ ...after, streamEnabled: false });
  if (is) await set(after);
}

async function updateTimeToLive(before: TableArgs, after: TableArgs, context: HandlerContext): Promise<void> {
  const was = before.ttl?.enabled === true ? before.ttl : undefined;
  const is = after.ttl?.enabled === true ? after.ttl : undefined;
  if (was?.attributeName === is?.attributeName) return;
  if (was !== undefined) await setTimeToLive(after.name, was, false, context);
  if (is !== undefined) await setTimeToLive(after.name, is, true, context);
}

async function setTimeToLive(
  name: string,
  ttl: NonNullable<TableArgs["ttl"]>,
  enabled: boolean,
  context: HandlerContext,
): Promise<void> {
  await call(context, "UpdateTimeToLive", {
    TableName: name,
    TimeToLiveSpecification: { AttributeName: ttl.attributeName ?? "", Enabled: enabled },
  });
}

async function setRecovery({ name, pointInTimeRecovery }: TableArgs, context: HandlerContext): Promise<void> {
  const { enabled = false, recoveryPeriodInDays: days } = pointInTimeRecovery ?? {};
  await call(context, "UpdateContinuousBackups", {
    TableName: name,
    PointInTimeRecoverySpecification: {
      PointInTimeRecoveryEnabled: enabled,
      ...(enabled && days ? { RecoveryPeriodInDays: days } : {}),
    },
  });
}

async function retag(id: string, args: TableArgs, context: HandlerContext): Promise<void> {
  const observed = await observe(id, context);
  if (observed === undefined) return;
  const arn = observed.table.TableArn ?? "";
  const wanted = tagList(args);
  const gone = Object.keys(observed.tags).filter((key) => !wanted.some((tag) => tag.Key === key));
  if (gone.length > 0) await call(context, "UntagResource", { ResourceArn: arn, TagKeys: gone });
  if (wanted.length > 0)
    await call(context, "TagResource", { ResourceArn: arn, Tags: wanted as unknown as JsonObject[] });
}

async function present(id: string, inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const observed = await observe(id, context);
  if (observed === undefined) throw new Error(`the table ${id} has gone while it was being made`);
  return { id, outputs: { ...inputs, ...outputsOf(observed, context.aws.scope.region), tags: inputs["tags"] ?? {} } };
}

async function observe(id: string, context: HandlerContext): Promise<Observed | undefined> {
  const found = await unlessGone(call(context, "DescribeTable", { TableName: id }), GONE);
  if (found === undefined) return undefined;
  const table = found["Table"] as Wire<TableDescription>;
  const [{ TimeToLiveDescription: timeToLive }, { ContinuousBackupsDescription: backups }, { Tags: tags }] =
    await Promise.all([
      call(context, "DescribeTimeToLive", { TableName: id }),
      call(context, "DescribeContinuousBackups", { TableName: id }),
      call(context, "ListTagsOfResource", { ResourceArn: table.TableArn ?? "" }),
    ]);
  return {
    table,
    timeToLive: timeToLive as Wire<TimeToLiveDescription>,
    backups: backups as Wire<ContinuousBackupsDescription>,
    tags: Object.fromEntries(((tags ?? []) as Wire<Tag>[]).map(({ Key = "", Value = "" }) => [Key, Value])),
  };
}

function call(context: HandlerContext, operation: string, input: JsonObject): Promise<JsonObject> {
  return context.aws.call("dynamodb", operation, input, { caller: OWNER });
}
