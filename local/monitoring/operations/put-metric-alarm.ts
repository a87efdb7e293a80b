import type { Operation } from "../../aws/service.ts";
import type { JsonObject } from "../../json.ts";
import { required, validationError } from "../errors.ts";
import type { Monitoring } from "../monitoring.ts";

interface Input {
  readonly AlarmName?: string;
  readonly EvaluationPeriods?: number;
  readonly DatapointsToAlarm?: number;
  readonly ComparisonOperator?: string;
  readonly MetricName?: string;
  readonly Metrics?: readonly JsonObject[];
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

/** `PutMetricAlarm` (CloudWatch API reference, API_PutMetricAlarm). */
export const putMetricAlarm: Operation<Monitoring, Input, object> = {
  name: "PutMetricAlarm",
  permissions: (input, monitoring) => [
    { action: "cloudwatch:PutMetricAlarm", resource: monitoring.alarmArn(input.AlarmName ?? "") },
  ],
  run: (input, _call, monitoring) => {
    const name = required(input.AlarmName, "alarmName");
    const periods = required(input.EvaluationPeriods, "evaluationPeriods");
    required(input.ComparisonOperator, "comparisonOperator");
    if (input.MetricName === undefined && (input.Metrics ?? []).length === 0) {
      throw validationError("The parameter MetricName or Metrics must be specified.");
    }
    if ((input.DatapointsToAlarm ?? 0) > periods) {
      // hashicorp/terraform#24070
      throw validationError("DatapointsToAlarm must be less than or equal to EvaluationPeriods");
    }
    const { AlarmName: _name, Tags: tags, ...settings } = input;
    const old = monitoring.alarm(name);
    const now = monitoring.now();
    const arn = monitoring.alarmArn(name);
    monitoring.putAlarm({ name, arn, settings: settings as JsonObject, created: old?.created ?? now, updated: now });
    if (old !== undefined) return {};
    // Tags only count when the alarm is made.
    monitoring.setTags(arn, Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])));
    monitoring.tellOfSilence(name);
    return {};
  },
};
