import type { Json, JsonObject } from "../json.ts";

/** An alarm as PutMetricAlarm described it, and since when. Nothing measures metrics here, so its state never changes. */
export interface Alarm {
  readonly name: string;
  readonly arn: string;
  /** PutMetricAlarm's own members, which DescribeAlarms gives back. */
  readonly settings: JsonObject;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly updated: number;
}

export interface Dashboard {
  readonly name: string;
  readonly arn: string;
  readonly body: string;
  readonly updated: number;
}

export type Tags = Readonly<Record<string, string>>;

/** PutMetricAlarm's members that DescribeAlarms shows under the same names. */
export const SHOWN_MEMBERS = [
  "AlarmDescription",
  "MetricName",
  "Namespace",
  "Statistic",
  "ExtendedStatistic",
  "Period",
  "Unit",
  "EvaluationPeriods",
  "DatapointsToAlarm",
  "Threshold",
  "ComparisonOperator",
  "TreatMissingData",
  "EvaluateLowSampleCountPercentile",
  "ThresholdMetricId",
] as const;

/** An alarm as DescribeAlarms shows it: the lists are there even when they are empty. */
export function alarmShape({ name, arn, settings, created, updated }: Alarm): JsonObject {
  const shown: Record<string, Json> = {};
  for (const member of SHOWN_MEMBERS) {
    const value = settings[member];
    if (value !== undefined) shown[member] = value;
  }
  return {
    AlarmName: name,
    AlarmArn: arn,
    ...shown,
    AlarmConfigurationUpdatedTimestamp: updated / 1000,
    ActionsEnabled: settings["ActionsEnabled"] ?? true,
    OKActions: settings["OKActions"] ?? [],
    AlarmActions: settings["AlarmActions"] ?? [],
    InsufficientDataActions: settings["InsufficientDataActions"] ?? [],
    StateValue: "INSUFFICIENT_DATA",
    StateReason: "Unchecked: Initial alarm creation",
    StateUpdatedTimestamp: created / 1000,
    StateTransitionedTimestamp: created / 1000,
    Dimensions: settings["Dimensions"] ?? [],
    Metrics: settings["Metrics"] ?? [],
  };
}
