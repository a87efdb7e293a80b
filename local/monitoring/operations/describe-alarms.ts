import type { Operation } from "../../aws/service.ts";
import { alarmShape } from "../alarm.ts";
import type { Monitoring } from "../monitoring.ts";

interface Input {
  readonly AlarmNames?: readonly string[];
  readonly AlarmNamePrefix?: string;
  readonly StateValue?: string;
  readonly ActionPrefix?: string;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
}

/** `DescribeAlarms` (CloudWatch API reference, API_DescribeAlarms). */
export const describeAlarms: Operation<Monitoring, Input, object> = {
  name: "DescribeAlarms",
  permissions: (_input, monitoring) => [{ action: "cloudwatch:DescribeAlarms", resource: monitoring.alarmArn("*") }],
  run: (input, _call, monitoring) => {
    const start = Number(input.NextToken ?? 0);
    const end = start + (input.MaxRecords ?? 100);
    const found = monitoring
      .alarms()
      .filter(({ name }) => input.AlarmNames?.includes(name) !== false)
      .filter(({ name }) => name.startsWith(input.AlarmNamePrefix ?? ""))
      .map(alarmShape)
      .filter((alarm) => input.StateValue === undefined || alarm["StateValue"] === input.StateValue);
    const more = end < found.length ? { NextToken: String(end) } : {};
    return { CompositeAlarms: [], MetricAlarms: found.slice(start, end), ...more };
  },
};
