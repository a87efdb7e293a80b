import { OWNER } from "../../aws/caller.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { CheckFailure, HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { unlessGone } from "./gone.ts";

const GONE = "ResourceNotFound";

/** Pulumi's property → PutMetricAlarm's member, where the value is the same. */
const MEMBERS = {
  actionsEnabled: "ActionsEnabled",
  alarmActions: "AlarmActions",
  alarmDescription: "AlarmDescription",
  comparisonOperator: "ComparisonOperator",
  datapointsToAlarm: "DatapointsToAlarm",
  evaluateLowSampleCountPercentiles: "EvaluateLowSampleCountPercentile",
  evaluationPeriods: "EvaluationPeriods",
  extendedStatistic: "ExtendedStatistic",
  insufficientDataActions: "InsufficientDataActions",
  metricName: "MetricName",
  namespace: "Namespace",
  okActions: "OKActions",
  period: "Period",
  statistic: "Statistic",
  threshold: "Threshold",
  thresholdMetricId: "ThresholdMetricId",
  treatMissingData: "TreatMissingData",
  unit: "Unit",
} as const;

/** Properties of evaluations that do not take place here. */
const REFUSED = ["evaluationCriteria", "evaluationInterval", "warmUpConfiguration"];

const metricAlarm: ResourceHandler = {
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  check: (inputs, unknown): readonly CheckFailure[] => {
    const refused = REFUSED.filter((property) => inputs[property] !== undefined);
    const failures: CheckFailure[] = refused.map((property) => ({
      property,
      reason: "is not served by the local runtime",
    }));
    failures.push(...wrongPeriods(inputs));
    if (inputs["metricName"] === undefined || unknown.has("statistic") || unknown.has("extendedStatistic")) {
      return failures;
    }
    if (inputs["statistic"] !== undefined || inputs["extendedStatistic"] !== undefined) return failures;
    return [
      ...failures,
      {
        property: "statistic",
        reason: "One of `statistic` or `extendedStatistic` must be set for a cloudwatch metric alarm",
      },
    ];
  },
  create: (inputs, context) => putAlarm(inputs, context),
  update: async (id, _olds, news, context) => {
    await putAlarm(news, context);
    await retag(id, news, context);
    return presentAlarm(id, news, context);
  },
  read: async (id, context) => {
    const observed = await observeAlarm(id, context);
    return observed === undefined ? undefined : { id, ...observed };
  },
  delete: async (id, _outputs, context) => {
    await unlessGone(call(context, "DeleteAlarms", { AlarmNames: [id] }), GONE);
  },
};

const dashboard: ResourceHandler = {
  type: "aws:cloudwatch/dashboard:Dashboard",
  create: (inputs, context) => putDashboard(inputs, context),
  update: (_id, _olds, news, context) => putDashboard(news, context),
  read: async (id, context) => {
    const found = await unlessGone(call(context, "GetDashboard", { DashboardName: id }), GONE);
    if (found === undefined) return undefined;
    const inputs = { dashboardName: id, dashboardBody: String(found["DashboardBody"]) };
    return {
      id,
      inputs,
      outputs: { ...inputs, dashboardArn: found["DashboardArn"], region: context.aws.scope.region },
    };
  },
  delete: async (id, _outputs, context) => {
    await unlessGone(call(context, "DeleteDashboards", { DashboardNames: [id] }), GONE);
  },
};

/** Periods in seconds (API_PutMetricAlarm): those of an alarm's own metric begin with ten. */
const SHORT_PERIODS = [1, 5, 10, 20, 30];

function wrongPeriods(inputs: Properties): readonly CheckFailure[] {
  const isPeriod = (period: unknown, least: number): boolean =>
    period === undefined ||
    (typeof period === "number" && period >= least && (SHORT_PERIODS.includes(period) || period % 60 === 0));
  const failures: CheckFailure[] = [];
  const reason = "must be 10, 20, 30 or a multiple of 60";
  if (!isPeriod(inputs["period"], 10)) failures.push({ property: "period", reason });
  for (const [index, query] of objects(inputs["metricQueries"]).entries()) {
    const path = `metricQueries[${index}]`;
    const metric = isObject(query["metric"]) ? query["metric"] : undefined;
    const places = [`${path}.period`, `${path}.metric.period`];
    for (const [place, period] of [query["period"], metric?.["period"]].entries()) {
      const wrong = isPeriod(period, 1) ? undefined : places[place];
      if (wrong !== undefined)
        failures.push({ property: wrong, reason: "must be 1, 5, 10, 20, 30 or a multiple of 60" });
    }
    if (metric !== undefined && query["expression"]) {
      failures.push({ property: path, reason: "may have an expression or a metric, not both" });
    }
  }
  return failures;
}

/** Alarms and dashboards. */
export const cloudwatchHandlers: readonly ResourceHandler[] = [metricAlarm, dashboard];

async function putDashboard(inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const name = String(inputs["dashboardName"]);
  await call(context, "PutDashboard", { DashboardName: name, DashboardBody: String(inputs["dashboardBody"]) });
  const { DashboardArn: arn } = await call(context, "GetDashboard", { DashboardName: name });
  return { id: name, outputs: { ...inputs, dashboardArn: arn, region: context.aws.scope.region } };
}

async function putAlarm(inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const name = String(inputs["name"]);
  const settings: Record<string, Json> = {};
  for (const [property, member] of Object.entries(MEMBERS)) {
    const value = inputs[property];
    if (value !== undefined && value !== "") settings[member] = value as Json;
  }
  await call(context, "PutMetricAlarm", {
    AlarmName: name,
    ...settings,
    ...(isObject(inputs["dimensions"]) ? { Dimensions: dimensionList(inputs["dimensions"]) } : {}),
    ...(Array.isArray(inputs["metricQueries"])
      ? { Metrics: inputs["metricQueries"].filter(isObject).map(queryOf) }
      : {}),
    Tags: tagList(inputs),
  });
  return presentAlarm(name, inputs, context);
}

async function presentAlarm(name: string, inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const observed = await observeAlarm(name, context);
  const outputs = observed?.outputs ?? {};
  return { id: name, outputs: { ...outputs, ...inputs, tagsAll: outputs["tagsAll"] ?? {} } };
}

async function observeAlarm(
  name: string,
  context: HandlerContext,
): Promise<{ readonly inputs: Properties; readonly outputs: Properties } | undefined> {
  const { MetricAlarms: listed } = await call(context, "DescribeAlarms", { AlarmNames: [name] });
  const [alarm] = objects(listed);
  if (alarm === undefined) return undefined;
  const arn = String(alarm["AlarmArn"]);
  const { Tags: found } = await call(context, "ListTagsForResource", { ResourceARN: arn });
  const tags = Object.fromEntries(objects(found).map((tag) => [String(tag["Key"]), String(tag["Value"])]));
  const shown: Record<string, unknown> = {};
  for (const [property, member] of Object.entries(MEMBERS)) {
    if (alarm[member] !== undefined) shown[property] = alarm[member];
  }
  const inputs = {
    name,
    ...shown,
    dimensions: argsOfDimensions(alarm["Dimensions"]) ?? {},
    metricQueries: objects(alarm["Metrics"]).map(argsOfQuery),
    tags,
  };
  return { inputs, outputs: { ...inputs, arn, region: context.aws.scope.region, tagsAll: tags } };
}

async function retag(name: string, news: Properties, context: HandlerContext): Promise<void> {
  const observed = await observeAlarm(name, context);
  const arn = String(observed?.outputs["arn"]);
  const wanted = tagList(news);
  const keys = new Set(wanted.map(({ Key }) => Key));
  const old = observed?.inputs["tags"];
  const gone = Object.keys(isObject(old) ? old : {}).filter((key) => !keys.has(key));
  if (gone.length > 0) await call(context, "UntagResource", { ResourceARN: arn, TagKeys: gone });
  if (wanted.length > 0) await call(context, "TagResource", { ResourceARN: arn, Tags: wanted });
}

/** `metricQueries[]` as AWS's `MetricDataQuery`. */
function queryOf(args: JsonObject): JsonObject {
  const metric = args["metric"];
  return defined({
    Id: args["id"],
    Expression: args["expression"],
    Label: args["label"],
    Period: args["period"],
    ReturnData: args["returnData"],
    AccountId: args["accountId"],
    MetricStat: isObject(metric)
      ? defined({
          Metric: defined({
            MetricName: metric["metricName"],
            Namespace: metric["namespace"],
            Dimensions: isObject(metric["dimensions"]) ? dimensionList(metric["dimensions"]) : undefined,
          }),
          Period: metric["period"],
          Stat: metric["stat"],
          Unit: metric["unit"],
        })
      : undefined,
  });
}

function argsOfQuery(query: JsonObject): Properties {
  const stat = query["MetricStat"];
  const metric = isObject(stat) ? stat["Metric"] : undefined;
  return defined({
    id: query["Id"],
    expression: query["Expression"],
    label: query["Label"],
    period: query["Period"],
    returnData: query["ReturnData"],
    accountId: query["AccountId"],
    metric:
      isObject(stat) && isObject(metric)
        ? defined({
            metricName: metric["MetricName"],
            namespace: metric["Namespace"],
            dimensions: argsOfDimensions(metric["Dimensions"]),
            period: stat["Period"],
            stat: stat["Stat"],
            unit: stat["Unit"],
          })
        : undefined,
  });
}

function argsOfDimensions(listed: Json | undefined): JsonObject | undefined {
  const dimensions = objects(listed).map(({ Name: name, Value: value }) => [String(name), String(value)]);
  return dimensions.length === 0 ? undefined : Object.fromEntries(dimensions);
}

/** Without the members that have no value. */
function defined(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, content]) => content !== undefined && content !== ""));
}

function dimensionList(dimensions: JsonObject): { Name: string; Value: string }[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value: String(Value) }));
}

function tagList(inputs: Properties): { Key: string; Value: string }[] {
  const tags = inputs["tagsAll"] ?? inputs["tags"];
  return isObject(tags) ? Object.entries(tags).map(([Key, Value]) => ({ Key, Value: String(Value) })) : [];
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function call(context: HandlerContext, operation: string, input: JsonObject): Promise<JsonObject> {
  return context.aws.call("monitoring", operation, input, { caller: OWNER });
}
